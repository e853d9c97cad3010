.DEFAULT_GOAL := build
.PHONY: build
build:
	npx tsc
	cargo build --release -p festoon-node
	mkdir -p build/native && cp target/release/libfestoon.so build/native/festoon.node.new && mv build/native/festoon.node.new build/native/festoon.node
