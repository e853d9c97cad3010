//! What a system call or a command of the core can fail with.
use std::fmt;
use std::io;

use crate::engine::CommandError;

/// A refusal with a code of the error registry (docs/errors.md) and a sentence that names the place and the way out.
#[derive(Debug)]
pub struct IoError {
    pub code: &'static str,
    pub message: String,
}

impl IoError {
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
        }
    }

    /// `what: the system's words for the error`. Whatever was asked for, it may be descriptors that are missing.
    pub fn from_os(code: &'static str, what: impl fmt::Display, error: &io::Error) -> Self {
        let code = match error.raw_os_error() {
            Some(libc::EMFILE | libc::ENFILE) => "descriptor-limit",
            _ => code,
        };
        Self::new(code, format!("{what}: {error}"))
    }
}

impl From<CommandError> for IoError {
    fn from(error: CommandError) -> Self {
        Self::new(error.code(), error.to_string())
    }
}

impl fmt::Display for IoError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for IoError {}
