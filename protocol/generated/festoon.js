/*eslint-disable block-scoped-var, id-length, no-control-regex, no-magic-numbers, no-mixed-operators, no-prototype-builtins, no-redeclare, no-shadow, no-var, sort-vars, default-case, jsdoc/require-param*/
import $protobuf from "protobufjs/minimal.js";

// Common aliases
const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError, $Array = $util.global.Array, $TypeError = $util.global.TypeError, $Number = $util.global.Number, $parseInt = $util.global.parseInt, $String = $util.global.String, $BigInt = $util.global.BigInt, $Boolean = $util.global.Boolean;

// Exported root namespace
const $root = $protobuf.roots["default"] || ($protobuf.roots["default"] = {});

export const festoon = $root.festoon = (() => {

    /**
     * Namespace festoon.
     * @exports festoon
     * @namespace
     */
    const festoon = {};

    festoon.v1 = (function() {

        /**
         * Namespace v1.
         * @memberof festoon
         * @namespace
         */
        const v1 = {};

        v1.CertificateBody = (function() {

            /**
             * Properties of a CertificateBody.
             * @typedef {Object} festoon.v1.CertificateBody.$Properties
             * @property {Uint8Array|null} [networkId] CertificateBody networkId
             * @property {number|Long|null} [serial] CertificateBody serial
             * @property {string|null} [name] CertificateBody name
             * @property {Uint8Array|null} [noiseKey] CertificateBody noiseKey
             * @property {Uint8Array|null} [recordKey] CertificateBody recordKey
             * @property {Array.<Uint8Array>|null} [addresses] CertificateBody addresses
             * @property {Array.<Uint8Array>|null} [routes] CertificateBody routes
             * @property {Array.<string>|null} [groups] CertificateBody groups
             * @property {number|null} [role] CertificateBody role
             * @property {number|Long|null} [notBefore] CertificateBody notBefore
             * @property {number|Long|null} [notAfter] CertificateBody notAfter
             * @property {Uint8Array|null} [issuer] CertificateBody issuer
             * @property {Array.<Uint8Array>|null} [pools] CertificateBody pools
             * @property {Array.<string>|null} [allowedGroups] CertificateBody allowedGroups
             * @property {string|null} [namePattern] CertificateBody namePattern
             * @property {number|null} [longestLifetime] CertificateBody longestLifetime
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a CertificateBody.
             * @memberof festoon.v1
             * @interface ICertificateBody
             * @augments festoon.v1.CertificateBody.$Properties
             * @deprecated Use festoon.v1.CertificateBody.$Properties instead.
             */

            /**
             * Shape of a CertificateBody.
             * @typedef {festoon.v1.CertificateBody.$Properties} festoon.v1.CertificateBody.$Shape
             */

            /**
             * Constructs a new CertificateBody.
             * @memberof festoon.v1
             * @classdesc Represents a CertificateBody.
             * @constructor
             * @param {festoon.v1.CertificateBody.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const CertificateBody = function (properties) {
                this.addresses = [];
                this.routes = [];
                this.groups = [];
                this.pools = [];
                this.allowedGroups = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * CertificateBody networkId.
             * @member {Uint8Array} networkId
             * @memberof festoon.v1.CertificateBody
             * @instance
             */
            CertificateBody.prototype.networkId = $util.newBuffer([]);

            /**
             * CertificateBody serial.
             * @member {number|Long} serial
             * @memberof festoon.v1.CertificateBody
             * @instance
             */
            CertificateBody.prototype.serial = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * CertificateBody name.
             * @member {string} name
             * @memberof festoon.v1.CertificateBody
             * @instance
             */
            CertificateBody.prototype.name = "";

            /**
             * CertificateBody noiseKey.
             * @member {Uint8Array} noiseKey
             * @memberof festoon.v1.CertificateBody
             * @instance
             */
            CertificateBody.prototype.noiseKey = $util.newBuffer([]);

            /**
             * CertificateBody recordKey.
             * @member {Uint8Array} recordKey
             * @memberof festoon.v1.CertificateBody
             * @instance
             */
            CertificateBody.prototype.recordKey = $util.newBuffer([]);

            /**
             * CertificateBody addresses.
             * @member {Array.<Uint8Array>} addresses
             * @memberof festoon.v1.CertificateBody
             * @instance
             */
            CertificateBody.prototype.addresses = $util.emptyArray;

            /**
             * CertificateBody routes.
             * @member {Array.<Uint8Array>} routes
             * @memberof festoon.v1.CertificateBody
             * @instance
             */
            CertificateBody.prototype.routes = $util.emptyArray;

            /**
             * CertificateBody groups.
             * @member {Array.<string>} groups
             * @memberof festoon.v1.CertificateBody
             * @instance
             */
            CertificateBody.prototype.groups = $util.emptyArray;

            /**
             * CertificateBody role.
             * @member {number} role
             * @memberof festoon.v1.CertificateBody
             * @instance
             */
            CertificateBody.prototype.role = 0;

            /**
             * CertificateBody notBefore.
             * @member {number|Long} notBefore
             * @memberof festoon.v1.CertificateBody
             * @instance
             */
            CertificateBody.prototype.notBefore = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * CertificateBody notAfter.
             * @member {number|Long} notAfter
             * @memberof festoon.v1.CertificateBody
             * @instance
             */
            CertificateBody.prototype.notAfter = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * CertificateBody issuer.
             * @member {Uint8Array} issuer
             * @memberof festoon.v1.CertificateBody
             * @instance
             */
            CertificateBody.prototype.issuer = $util.newBuffer([]);

            /**
             * CertificateBody pools.
             * @member {Array.<Uint8Array>} pools
             * @memberof festoon.v1.CertificateBody
             * @instance
             */
            CertificateBody.prototype.pools = $util.emptyArray;

            /**
             * CertificateBody allowedGroups.
             * @member {Array.<string>} allowedGroups
             * @memberof festoon.v1.CertificateBody
             * @instance
             */
            CertificateBody.prototype.allowedGroups = $util.emptyArray;

            /**
             * CertificateBody namePattern.
             * @member {string} namePattern
             * @memberof festoon.v1.CertificateBody
             * @instance
             */
            CertificateBody.prototype.namePattern = "";

            /**
             * CertificateBody longestLifetime.
             * @member {number} longestLifetime
             * @memberof festoon.v1.CertificateBody
             * @instance
             */
            CertificateBody.prototype.longestLifetime = 0;

            /**
             * Creates a new CertificateBody instance using the specified properties.
             * @function create
             * @memberof festoon.v1.CertificateBody
             * @static
             * @param {festoon.v1.CertificateBody.$Properties=} [properties] Properties to set
             * @returns {festoon.v1.CertificateBody} CertificateBody instance
             * @type {{
             *   (properties: festoon.v1.CertificateBody.$Shape): festoon.v1.CertificateBody & festoon.v1.CertificateBody.$Shape;
             *   (properties?: festoon.v1.CertificateBody.$Properties): festoon.v1.CertificateBody;
             * }}
             */
            CertificateBody.create = function(properties) {
                return new CertificateBody(properties);
            };

            /**
             * Encodes the specified CertificateBody message. Does not implicitly {@link festoon.v1.CertificateBody.verify|verify} messages.
             * @function encode
             * @memberof festoon.v1.CertificateBody
             * @static
             * @param {festoon.v1.CertificateBody.$Properties} message CertificateBody message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            CertificateBody.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.networkId != null && $Object.hasOwnProperty.call(message, "networkId") && message.networkId.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.networkId);
                if (message.serial != null && $Object.hasOwnProperty.call(message, "serial") && (typeof message.serial === "object" ? message.serial.low || message.serial.high : message.serial !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.serial);
                if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.name);
                if (message.noiseKey != null && $Object.hasOwnProperty.call(message, "noiseKey") && message.noiseKey.length)
                    writer.uint32(/* id 4, wireType 2 =*/34).bytes(message.noiseKey);
                if (message.recordKey != null && $Object.hasOwnProperty.call(message, "recordKey") && message.recordKey.length)
                    writer.uint32(/* id 5, wireType 2 =*/42).bytes(message.recordKey);
                if (message.addresses != null && message.addresses.length)
                    for (let i = 0; i < message.addresses.length; ++i)
                        writer.uint32(/* id 6, wireType 2 =*/50).bytes(message.addresses[i]);
                if (message.routes != null && message.routes.length)
                    for (let i = 0; i < message.routes.length; ++i)
                        writer.uint32(/* id 7, wireType 2 =*/58).bytes(message.routes[i]);
                if (message.groups != null && message.groups.length)
                    for (let i = 0; i < message.groups.length; ++i)
                        writer.uint32(/* id 8, wireType 2 =*/66).string(message.groups[i]);
                if (message.role != null && $Object.hasOwnProperty.call(message, "role") && message.role !== 0)
                    writer.uint32(/* id 9, wireType 0 =*/72).uint32(message.role);
                if (message.notBefore != null && $Object.hasOwnProperty.call(message, "notBefore") && (typeof message.notBefore === "object" ? message.notBefore.low || message.notBefore.high : message.notBefore !== 0))
                    writer.uint32(/* id 10, wireType 0 =*/80).uint64(message.notBefore);
                if (message.notAfter != null && $Object.hasOwnProperty.call(message, "notAfter") && (typeof message.notAfter === "object" ? message.notAfter.low || message.notAfter.high : message.notAfter !== 0))
                    writer.uint32(/* id 11, wireType 0 =*/88).uint64(message.notAfter);
                if (message.issuer != null && $Object.hasOwnProperty.call(message, "issuer") && message.issuer.length)
                    writer.uint32(/* id 12, wireType 2 =*/98).bytes(message.issuer);
                if (message.pools != null && message.pools.length)
                    for (let i = 0; i < message.pools.length; ++i)
                        writer.uint32(/* id 13, wireType 2 =*/106).bytes(message.pools[i]);
                if (message.allowedGroups != null && message.allowedGroups.length)
                    for (let i = 0; i < message.allowedGroups.length; ++i)
                        writer.uint32(/* id 14, wireType 2 =*/114).string(message.allowedGroups[i]);
                if (message.namePattern != null && $Object.hasOwnProperty.call(message, "namePattern") && message.namePattern !== "")
                    writer.uint32(/* id 15, wireType 2 =*/122).string(message.namePattern);
                if (message.longestLifetime != null && $Object.hasOwnProperty.call(message, "longestLifetime") && message.longestLifetime !== 0)
                    writer.uint32(/* id 16, wireType 0 =*/128).uint32(message.longestLifetime);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified CertificateBody message, length delimited. Does not implicitly {@link festoon.v1.CertificateBody.verify|verify} messages.
             * @function encodeDelimited
             * @memberof festoon.v1.CertificateBody
             * @static
             * @param {festoon.v1.CertificateBody.$Properties} message CertificateBody message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            CertificateBody.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a CertificateBody message from the specified reader or buffer.
             * @function decode
             * @memberof festoon.v1.CertificateBody
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {festoon.v1.CertificateBody & festoon.v1.CertificateBody.$Shape} CertificateBody
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            CertificateBody.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.festoon.v1.CertificateBody();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.networkId = value;
                            else
                                delete message.networkId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.serial = value;
                            else
                                delete message.serial;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.name = value;
                            else
                                delete message.name;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.noiseKey = value;
                            else
                                delete message.noiseKey;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.recordKey = value;
                            else
                                delete message.recordKey;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if (!(message.addresses && message.addresses.length))
                                message.addresses = [];
                            message.addresses.push(reader.bytes());
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if (!(message.routes && message.routes.length))
                                message.routes = [];
                            message.routes.push(reader.bytes());
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            if (!(message.groups && message.groups.length))
                                message.groups = [];
                            message.groups.push(reader.stringVerify());
                            continue;
                        }
                    case 9: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.role = value;
                            else
                                delete message.role;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.notBefore = value;
                            else
                                delete message.notBefore;
                            continue;
                        }
                    case 11: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.notAfter = value;
                            else
                                delete message.notAfter;
                            continue;
                        }
                    case 12: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.issuer = value;
                            else
                                delete message.issuer;
                            continue;
                        }
                    case 13: {
                            if (wireType !== 2)
                                break;
                            if (!(message.pools && message.pools.length))
                                message.pools = [];
                            message.pools.push(reader.bytes());
                            continue;
                        }
                    case 14: {
                            if (wireType !== 2)
                                break;
                            if (!(message.allowedGroups && message.allowedGroups.length))
                                message.allowedGroups = [];
                            message.allowedGroups.push(reader.stringVerify());
                            continue;
                        }
                    case 15: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.namePattern = value;
                            else
                                delete message.namePattern;
                            continue;
                        }
                    case 16: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.longestLifetime = value;
                            else
                                delete message.longestLifetime;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a CertificateBody message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof festoon.v1.CertificateBody
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {festoon.v1.CertificateBody & festoon.v1.CertificateBody.$Shape} CertificateBody
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            CertificateBody.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Verifies a CertificateBody message.
             * @function verify
             * @memberof festoon.v1.CertificateBody
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            CertificateBody.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.networkId != null && $Object.hasOwnProperty.call(message, "networkId"))
                    if (!(message.networkId && typeof message.networkId.length === "number" || $util.isString(message.networkId)))
                        return "networkId: buffer expected";
                if (message.serial != null && $Object.hasOwnProperty.call(message, "serial"))
                    if (!$util.isInteger(message.serial) && !(message.serial && $util.isInteger(message.serial.low) && $util.isInteger(message.serial.high)))
                        return "serial: integer|Long expected";
                if (message.name != null && $Object.hasOwnProperty.call(message, "name"))
                    if (!$util.isString(message.name))
                        return "name: string expected";
                if (message.noiseKey != null && $Object.hasOwnProperty.call(message, "noiseKey"))
                    if (!(message.noiseKey && typeof message.noiseKey.length === "number" || $util.isString(message.noiseKey)))
                        return "noiseKey: buffer expected";
                if (message.recordKey != null && $Object.hasOwnProperty.call(message, "recordKey"))
                    if (!(message.recordKey && typeof message.recordKey.length === "number" || $util.isString(message.recordKey)))
                        return "recordKey: buffer expected";
                if (message.addresses != null && $Object.hasOwnProperty.call(message, "addresses")) {
                    if (!$Array.isArray(message.addresses))
                        return "addresses: array expected";
                    for (let i = 0; i < message.addresses.length; ++i)
                        if (!(message.addresses[i] && typeof message.addresses[i].length === "number" || $util.isString(message.addresses[i])))
                            return "addresses: buffer[] expected";
                }
                if (message.routes != null && $Object.hasOwnProperty.call(message, "routes")) {
                    if (!$Array.isArray(message.routes))
                        return "routes: array expected";
                    for (let i = 0; i < message.routes.length; ++i)
                        if (!(message.routes[i] && typeof message.routes[i].length === "number" || $util.isString(message.routes[i])))
                            return "routes: buffer[] expected";
                }
                if (message.groups != null && $Object.hasOwnProperty.call(message, "groups")) {
                    if (!$Array.isArray(message.groups))
                        return "groups: array expected";
                    for (let i = 0; i < message.groups.length; ++i)
                        if (!$util.isString(message.groups[i]))
                            return "groups: string[] expected";
                }
                if (message.role != null && $Object.hasOwnProperty.call(message, "role"))
                    if (!$util.isInteger(message.role))
                        return "role: integer expected";
                if (message.notBefore != null && $Object.hasOwnProperty.call(message, "notBefore"))
                    if (!$util.isInteger(message.notBefore) && !(message.notBefore && $util.isInteger(message.notBefore.low) && $util.isInteger(message.notBefore.high)))
                        return "notBefore: integer|Long expected";
                if (message.notAfter != null && $Object.hasOwnProperty.call(message, "notAfter"))
                    if (!$util.isInteger(message.notAfter) && !(message.notAfter && $util.isInteger(message.notAfter.low) && $util.isInteger(message.notAfter.high)))
                        return "notAfter: integer|Long expected";
                if (message.issuer != null && $Object.hasOwnProperty.call(message, "issuer"))
                    if (!(message.issuer && typeof message.issuer.length === "number" || $util.isString(message.issuer)))
                        return "issuer: buffer expected";
                if (message.pools != null && $Object.hasOwnProperty.call(message, "pools")) {
                    if (!$Array.isArray(message.pools))
                        return "pools: array expected";
                    for (let i = 0; i < message.pools.length; ++i)
                        if (!(message.pools[i] && typeof message.pools[i].length === "number" || $util.isString(message.pools[i])))
                            return "pools: buffer[] expected";
                }
                if (message.allowedGroups != null && $Object.hasOwnProperty.call(message, "allowedGroups")) {
                    if (!$Array.isArray(message.allowedGroups))
                        return "allowedGroups: array expected";
                    for (let i = 0; i < message.allowedGroups.length; ++i)
                        if (!$util.isString(message.allowedGroups[i]))
                            return "allowedGroups: string[] expected";
                }
                if (message.namePattern != null && $Object.hasOwnProperty.call(message, "namePattern"))
                    if (!$util.isString(message.namePattern))
                        return "namePattern: string expected";
                if (message.longestLifetime != null && $Object.hasOwnProperty.call(message, "longestLifetime"))
                    if (!$util.isInteger(message.longestLifetime))
                        return "longestLifetime: integer expected";
                return null;
            };

            /**
             * Creates a CertificateBody message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof festoon.v1.CertificateBody
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {festoon.v1.CertificateBody} CertificateBody
             */
            CertificateBody.fromObject = function (object, _depth) {
                if (object instanceof $root.festoon.v1.CertificateBody)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".festoon.v1.CertificateBody: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.festoon.v1.CertificateBody();
                if (object.networkId != null)
                    if (object.networkId.length)
                        if (typeof object.networkId === "string")
                            $util.base64.decode(object.networkId, message.networkId = $util.newBuffer($util.base64.length(object.networkId)), 0);
                        else if (object.networkId.length >= 0)
                            message.networkId = object.networkId;
                if (object.serial != null)
                    if (typeof object.serial === "object" ? object.serial.low || object.serial.high : $Number(object.serial) !== 0)
                        if ($util.Long)
                            message.serial = $util.Long.fromValue(object.serial, true);
                        else if (typeof object.serial === "string")
                            message.serial = $parseInt(object.serial, 10);
                        else if (typeof object.serial === "number")
                            message.serial = object.serial;
                        else if (typeof object.serial === "object")
                            message.serial = new $util.LongBits(object.serial.low >>> 0, object.serial.high >>> 0).toNumber(true);
                if (object.name != null)
                    if (typeof object.name !== "string" || object.name.length)
                        message.name = $String(object.name);
                if (object.noiseKey != null)
                    if (object.noiseKey.length)
                        if (typeof object.noiseKey === "string")
                            $util.base64.decode(object.noiseKey, message.noiseKey = $util.newBuffer($util.base64.length(object.noiseKey)), 0);
                        else if (object.noiseKey.length >= 0)
                            message.noiseKey = object.noiseKey;
                if (object.recordKey != null)
                    if (object.recordKey.length)
                        if (typeof object.recordKey === "string")
                            $util.base64.decode(object.recordKey, message.recordKey = $util.newBuffer($util.base64.length(object.recordKey)), 0);
                        else if (object.recordKey.length >= 0)
                            message.recordKey = object.recordKey;
                if (object.addresses) {
                    if (!$Array.isArray(object.addresses))
                        throw $TypeError(".festoon.v1.CertificateBody.addresses: array expected");
                    message.addresses = $Array(object.addresses.length);
                    for (let i = 0; i < object.addresses.length; ++i)
                        if (typeof object.addresses[i] === "string")
                            $util.base64.decode(object.addresses[i], message.addresses[i] = $util.newBuffer($util.base64.length(object.addresses[i])), 0);
                        else if (object.addresses[i].length >= 0)
                            message.addresses[i] = object.addresses[i];
                }
                if (object.routes) {
                    if (!$Array.isArray(object.routes))
                        throw $TypeError(".festoon.v1.CertificateBody.routes: array expected");
                    message.routes = $Array(object.routes.length);
                    for (let i = 0; i < object.routes.length; ++i)
                        if (typeof object.routes[i] === "string")
                            $util.base64.decode(object.routes[i], message.routes[i] = $util.newBuffer($util.base64.length(object.routes[i])), 0);
                        else if (object.routes[i].length >= 0)
                            message.routes[i] = object.routes[i];
                }
                if (object.groups) {
                    if (!$Array.isArray(object.groups))
                        throw $TypeError(".festoon.v1.CertificateBody.groups: array expected");
                    message.groups = $Array(object.groups.length);
                    for (let i = 0; i < object.groups.length; ++i)
                        message.groups[i] = $String(object.groups[i]);
                }
                if (object.role != null)
                    if ($Number(object.role) !== 0)
                        message.role = object.role >>> 0;
                if (object.notBefore != null)
                    if (typeof object.notBefore === "object" ? object.notBefore.low || object.notBefore.high : $Number(object.notBefore) !== 0)
                        if ($util.Long)
                            message.notBefore = $util.Long.fromValue(object.notBefore, true);
                        else if (typeof object.notBefore === "string")
                            message.notBefore = $parseInt(object.notBefore, 10);
                        else if (typeof object.notBefore === "number")
                            message.notBefore = object.notBefore;
                        else if (typeof object.notBefore === "object")
                            message.notBefore = new $util.LongBits(object.notBefore.low >>> 0, object.notBefore.high >>> 0).toNumber(true);
                if (object.notAfter != null)
                    if (typeof object.notAfter === "object" ? object.notAfter.low || object.notAfter.high : $Number(object.notAfter) !== 0)
                        if ($util.Long)
                            message.notAfter = $util.Long.fromValue(object.notAfter, true);
                        else if (typeof object.notAfter === "string")
                            message.notAfter = $parseInt(object.notAfter, 10);
                        else if (typeof object.notAfter === "number")
                            message.notAfter = object.notAfter;
                        else if (typeof object.notAfter === "object")
                            message.notAfter = new $util.LongBits(object.notAfter.low >>> 0, object.notAfter.high >>> 0).toNumber(true);
                if (object.issuer != null)
                    if (object.issuer.length)
                        if (typeof object.issuer === "string")
                            $util.base64.decode(object.issuer, message.issuer = $util.newBuffer($util.base64.length(object.issuer)), 0);
                        else if (object.issuer.length >= 0)
                            message.issuer = object.issuer;
                if (object.pools) {
                    if (!$Array.isArray(object.pools))
                        throw $TypeError(".festoon.v1.CertificateBody.pools: array expected");
                    message.pools = $Array(object.pools.length);
                    for (let i = 0; i < object.pools.length; ++i)
                        if (typeof object.pools[i] === "string")
                            $util.base64.decode(object.pools[i], message.pools[i] = $util.newBuffer($util.base64.length(object.pools[i])), 0);
                        else if (object.pools[i].length >= 0)
                            message.pools[i] = object.pools[i];
                }
                if (object.allowedGroups) {
                    if (!$Array.isArray(object.allowedGroups))
                        throw $TypeError(".festoon.v1.CertificateBody.allowedGroups: array expected");
                    message.allowedGroups = $Array(object.allowedGroups.length);
                    for (let i = 0; i < object.allowedGroups.length; ++i)
                        message.allowedGroups[i] = $String(object.allowedGroups[i]);
                }
                if (object.namePattern != null)
                    if (typeof object.namePattern !== "string" || object.namePattern.length)
                        message.namePattern = $String(object.namePattern);
                if (object.longestLifetime != null)
                    if ($Number(object.longestLifetime) !== 0)
                        message.longestLifetime = object.longestLifetime >>> 0;
                return message;
            };

            /**
             * Creates a plain object from a CertificateBody message. Also converts values to other types if specified.
             * @function toObject
             * @memberof festoon.v1.CertificateBody
             * @static
             * @param {festoon.v1.CertificateBody} message CertificateBody
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            CertificateBody.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults) {
                    object.addresses = [];
                    object.routes = [];
                    object.groups = [];
                    object.pools = [];
                    object.allowedGroups = [];
                }
                if (options.defaults) {
                    if (options.bytes === $String)
                        object.networkId = "";
                    else {
                        object.networkId = [];
                        if (options.bytes !== $Array)
                            object.networkId = $util.newBuffer(object.networkId);
                    }
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.serial = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.serial = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    object.name = "";
                    if (options.bytes === $String)
                        object.noiseKey = "";
                    else {
                        object.noiseKey = [];
                        if (options.bytes !== $Array)
                            object.noiseKey = $util.newBuffer(object.noiseKey);
                    }
                    if (options.bytes === $String)
                        object.recordKey = "";
                    else {
                        object.recordKey = [];
                        if (options.bytes !== $Array)
                            object.recordKey = $util.newBuffer(object.recordKey);
                    }
                    object.role = 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.notBefore = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.notBefore = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.notAfter = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.notAfter = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if (options.bytes === $String)
                        object.issuer = "";
                    else {
                        object.issuer = [];
                        if (options.bytes !== $Array)
                            object.issuer = $util.newBuffer(object.issuer);
                    }
                    object.namePattern = "";
                    object.longestLifetime = 0;
                }
                if (message.networkId != null && $Object.hasOwnProperty.call(message, "networkId"))
                    object.networkId = options.bytes === $String ? $util.base64.encode(message.networkId, 0, message.networkId.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.networkId) : message.networkId;
                if (message.serial != null && $Object.hasOwnProperty.call(message, "serial"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.serial = typeof message.serial === "number" ? $BigInt(message.serial) : $util.Long.fromBits(message.serial.low >>> 0, message.serial.high >>> 0, true).toBigInt();
                    else if (typeof message.serial === "number")
                        object.serial = options.longs === $String ? $String(message.serial) : message.serial;
                    else
                        object.serial = options.longs === $String ? $util.Long.prototype.toString.call(message.serial) : options.longs === $Number ? new $util.LongBits(message.serial.low >>> 0, message.serial.high >>> 0).toNumber(true) : message.serial;
                if (message.name != null && $Object.hasOwnProperty.call(message, "name"))
                    object.name = message.name;
                if (message.noiseKey != null && $Object.hasOwnProperty.call(message, "noiseKey"))
                    object.noiseKey = options.bytes === $String ? $util.base64.encode(message.noiseKey, 0, message.noiseKey.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.noiseKey) : message.noiseKey;
                if (message.recordKey != null && $Object.hasOwnProperty.call(message, "recordKey"))
                    object.recordKey = options.bytes === $String ? $util.base64.encode(message.recordKey, 0, message.recordKey.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.recordKey) : message.recordKey;
                if (message.addresses && message.addresses.length) {
                    object.addresses = $Array(message.addresses.length);
                    for (let j = 0; j < message.addresses.length; ++j)
                        object.addresses[j] = options.bytes === $String ? $util.base64.encode(message.addresses[j], 0, message.addresses[j].length) : options.bytes === $Array ? $Array.prototype.slice.call(message.addresses[j]) : message.addresses[j];
                }
                if (message.routes && message.routes.length) {
                    object.routes = $Array(message.routes.length);
                    for (let j = 0; j < message.routes.length; ++j)
                        object.routes[j] = options.bytes === $String ? $util.base64.encode(message.routes[j], 0, message.routes[j].length) : options.bytes === $Array ? $Array.prototype.slice.call(message.routes[j]) : message.routes[j];
                }
                if (message.groups && message.groups.length) {
                    object.groups = $Array(message.groups.length);
                    for (let j = 0; j < message.groups.length; ++j)
                        object.groups[j] = message.groups[j];
                }
                if (message.role != null && $Object.hasOwnProperty.call(message, "role"))
                    object.role = message.role;
                if (message.notBefore != null && $Object.hasOwnProperty.call(message, "notBefore"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.notBefore = typeof message.notBefore === "number" ? $BigInt(message.notBefore) : $util.Long.fromBits(message.notBefore.low >>> 0, message.notBefore.high >>> 0, true).toBigInt();
                    else if (typeof message.notBefore === "number")
                        object.notBefore = options.longs === $String ? $String(message.notBefore) : message.notBefore;
                    else
                        object.notBefore = options.longs === $String ? $util.Long.prototype.toString.call(message.notBefore) : options.longs === $Number ? new $util.LongBits(message.notBefore.low >>> 0, message.notBefore.high >>> 0).toNumber(true) : message.notBefore;
                if (message.notAfter != null && $Object.hasOwnProperty.call(message, "notAfter"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.notAfter = typeof message.notAfter === "number" ? $BigInt(message.notAfter) : $util.Long.fromBits(message.notAfter.low >>> 0, message.notAfter.high >>> 0, true).toBigInt();
                    else if (typeof message.notAfter === "number")
                        object.notAfter = options.longs === $String ? $String(message.notAfter) : message.notAfter;
                    else
                        object.notAfter = options.longs === $String ? $util.Long.prototype.toString.call(message.notAfter) : options.longs === $Number ? new $util.LongBits(message.notAfter.low >>> 0, message.notAfter.high >>> 0).toNumber(true) : message.notAfter;
                if (message.issuer != null && $Object.hasOwnProperty.call(message, "issuer"))
                    object.issuer = options.bytes === $String ? $util.base64.encode(message.issuer, 0, message.issuer.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.issuer) : message.issuer;
                if (message.pools && message.pools.length) {
                    object.pools = $Array(message.pools.length);
                    for (let j = 0; j < message.pools.length; ++j)
                        object.pools[j] = options.bytes === $String ? $util.base64.encode(message.pools[j], 0, message.pools[j].length) : options.bytes === $Array ? $Array.prototype.slice.call(message.pools[j]) : message.pools[j];
                }
                if (message.allowedGroups && message.allowedGroups.length) {
                    object.allowedGroups = $Array(message.allowedGroups.length);
                    for (let j = 0; j < message.allowedGroups.length; ++j)
                        object.allowedGroups[j] = message.allowedGroups[j];
                }
                if (message.namePattern != null && $Object.hasOwnProperty.call(message, "namePattern"))
                    object.namePattern = message.namePattern;
                if (message.longestLifetime != null && $Object.hasOwnProperty.call(message, "longestLifetime"))
                    object.longestLifetime = message.longestLifetime;
                return object;
            };

            /**
             * Converts this CertificateBody to JSON.
             * @function toJSON
             * @memberof festoon.v1.CertificateBody
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            CertificateBody.prototype.toJSON = function() {
                return CertificateBody.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for CertificateBody
             * @function getTypeUrl
             * @memberof festoon.v1.CertificateBody
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            CertificateBody.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/festoon.v1.CertificateBody";
            };

            return CertificateBody;
        })();

        v1.Signed = (function() {

            /**
             * Properties of a Signed.
             * @typedef {Object} festoon.v1.Signed.$Properties
             * @property {Uint8Array|null} [body] Signed body
             * @property {Uint8Array|null} [signature] Signed signature
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Signed.
             * @memberof festoon.v1
             * @interface ISigned
             * @augments festoon.v1.Signed.$Properties
             * @deprecated Use festoon.v1.Signed.$Properties instead.
             */

            /**
             * Shape of a Signed.
             * @typedef {festoon.v1.Signed.$Properties} festoon.v1.Signed.$Shape
             */

            /**
             * Constructs a new Signed.
             * @memberof festoon.v1
             * @classdesc Represents a Signed.
             * @constructor
             * @param {festoon.v1.Signed.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Signed = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Signed body.
             * @member {Uint8Array} body
             * @memberof festoon.v1.Signed
             * @instance
             */
            Signed.prototype.body = $util.newBuffer([]);

            /**
             * Signed signature.
             * @member {Uint8Array} signature
             * @memberof festoon.v1.Signed
             * @instance
             */
            Signed.prototype.signature = $util.newBuffer([]);

            /**
             * Creates a new Signed instance using the specified properties.
             * @function create
             * @memberof festoon.v1.Signed
             * @static
             * @param {festoon.v1.Signed.$Properties=} [properties] Properties to set
             * @returns {festoon.v1.Signed} Signed instance
             * @type {{
             *   (properties: festoon.v1.Signed.$Shape): festoon.v1.Signed & festoon.v1.Signed.$Shape;
             *   (properties?: festoon.v1.Signed.$Properties): festoon.v1.Signed;
             * }}
             */
            Signed.create = function(properties) {
                return new Signed(properties);
            };

            /**
             * Encodes the specified Signed message. Does not implicitly {@link festoon.v1.Signed.verify|verify} messages.
             * @function encode
             * @memberof festoon.v1.Signed
             * @static
             * @param {festoon.v1.Signed.$Properties} message Signed message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Signed.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.body != null && $Object.hasOwnProperty.call(message, "body") && message.body.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.body);
                if (message.signature != null && $Object.hasOwnProperty.call(message, "signature") && message.signature.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.signature);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified Signed message, length delimited. Does not implicitly {@link festoon.v1.Signed.verify|verify} messages.
             * @function encodeDelimited
             * @memberof festoon.v1.Signed
             * @static
             * @param {festoon.v1.Signed.$Properties} message Signed message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Signed.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a Signed message from the specified reader or buffer.
             * @function decode
             * @memberof festoon.v1.Signed
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {festoon.v1.Signed & festoon.v1.Signed.$Shape} Signed
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Signed.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.festoon.v1.Signed();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.body = value;
                            else
                                delete message.body;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.signature = value;
                            else
                                delete message.signature;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a Signed message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof festoon.v1.Signed
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {festoon.v1.Signed & festoon.v1.Signed.$Shape} Signed
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Signed.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Verifies a Signed message.
             * @function verify
             * @memberof festoon.v1.Signed
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            Signed.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.body != null && $Object.hasOwnProperty.call(message, "body"))
                    if (!(message.body && typeof message.body.length === "number" || $util.isString(message.body)))
                        return "body: buffer expected";
                if (message.signature != null && $Object.hasOwnProperty.call(message, "signature"))
                    if (!(message.signature && typeof message.signature.length === "number" || $util.isString(message.signature)))
                        return "signature: buffer expected";
                return null;
            };

            /**
             * Creates a Signed message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof festoon.v1.Signed
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {festoon.v1.Signed} Signed
             */
            Signed.fromObject = function (object, _depth) {
                if (object instanceof $root.festoon.v1.Signed)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".festoon.v1.Signed: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.festoon.v1.Signed();
                if (object.body != null)
                    if (object.body.length)
                        if (typeof object.body === "string")
                            $util.base64.decode(object.body, message.body = $util.newBuffer($util.base64.length(object.body)), 0);
                        else if (object.body.length >= 0)
                            message.body = object.body;
                if (object.signature != null)
                    if (object.signature.length)
                        if (typeof object.signature === "string")
                            $util.base64.decode(object.signature, message.signature = $util.newBuffer($util.base64.length(object.signature)), 0);
                        else if (object.signature.length >= 0)
                            message.signature = object.signature;
                return message;
            };

            /**
             * Creates a plain object from a Signed message. Also converts values to other types if specified.
             * @function toObject
             * @memberof festoon.v1.Signed
             * @static
             * @param {festoon.v1.Signed} message Signed
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Signed.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    if (options.bytes === $String)
                        object.body = "";
                    else {
                        object.body = [];
                        if (options.bytes !== $Array)
                            object.body = $util.newBuffer(object.body);
                    }
                    if (options.bytes === $String)
                        object.signature = "";
                    else {
                        object.signature = [];
                        if (options.bytes !== $Array)
                            object.signature = $util.newBuffer(object.signature);
                    }
                }
                if (message.body != null && $Object.hasOwnProperty.call(message, "body"))
                    object.body = options.bytes === $String ? $util.base64.encode(message.body, 0, message.body.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.body) : message.body;
                if (message.signature != null && $Object.hasOwnProperty.call(message, "signature"))
                    object.signature = options.bytes === $String ? $util.base64.encode(message.signature, 0, message.signature.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.signature) : message.signature;
                return object;
            };

            /**
             * Converts this Signed to JSON.
             * @function toJSON
             * @memberof festoon.v1.Signed
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Signed.prototype.toJSON = function() {
                return Signed.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Signed
             * @function getTypeUrl
             * @memberof festoon.v1.Signed
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Signed.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/festoon.v1.Signed";
            };

            return Signed;
        })();

        v1.HandshakePayload = (function() {

            /**
             * Properties of a HandshakePayload.
             * @typedef {Object} festoon.v1.HandshakePayload.$Properties
             * @property {number|null} [senderIndex] HandshakePayload senderIndex
             * @property {number|null} [receiverIndex] HandshakePayload receiverIndex
             * @property {number|null} [flags] HandshakePayload flags
             * @property {number|Long|null} [bootEpoch] HandshakePayload bootEpoch
             * @property {number|Long|null} [counter] HandshakePayload counter
             * @property {Uint8Array|null} [suites] HandshakePayload suites
             * @property {number|null} [lanes] HandshakePayload lanes
             * @property {number|null} [pskId] HandshakePayload pskId
             * @property {number|null} [pqFlags] HandshakePayload pqFlags
             * @property {Array.<Uint8Array>|null} [chain] HandshakePayload chain
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a HandshakePayload.
             * @memberof festoon.v1
             * @interface IHandshakePayload
             * @augments festoon.v1.HandshakePayload.$Properties
             * @deprecated Use festoon.v1.HandshakePayload.$Properties instead.
             */

            /**
             * Shape of a HandshakePayload.
             * @typedef {festoon.v1.HandshakePayload.$Properties} festoon.v1.HandshakePayload.$Shape
             */

            /**
             * Constructs a new HandshakePayload.
             * @memberof festoon.v1
             * @classdesc Represents a HandshakePayload.
             * @constructor
             * @param {festoon.v1.HandshakePayload.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const HandshakePayload = function (properties) {
                this.chain = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * HandshakePayload senderIndex.
             * @member {number} senderIndex
             * @memberof festoon.v1.HandshakePayload
             * @instance
             */
            HandshakePayload.prototype.senderIndex = 0;

            /**
             * HandshakePayload receiverIndex.
             * @member {number} receiverIndex
             * @memberof festoon.v1.HandshakePayload
             * @instance
             */
            HandshakePayload.prototype.receiverIndex = 0;

            /**
             * HandshakePayload flags.
             * @member {number} flags
             * @memberof festoon.v1.HandshakePayload
             * @instance
             */
            HandshakePayload.prototype.flags = 0;

            /**
             * HandshakePayload bootEpoch.
             * @member {number|Long} bootEpoch
             * @memberof festoon.v1.HandshakePayload
             * @instance
             */
            HandshakePayload.prototype.bootEpoch = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * HandshakePayload counter.
             * @member {number|Long} counter
             * @memberof festoon.v1.HandshakePayload
             * @instance
             */
            HandshakePayload.prototype.counter = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * HandshakePayload suites.
             * @member {Uint8Array} suites
             * @memberof festoon.v1.HandshakePayload
             * @instance
             */
            HandshakePayload.prototype.suites = $util.newBuffer([]);

            /**
             * HandshakePayload lanes.
             * @member {number} lanes
             * @memberof festoon.v1.HandshakePayload
             * @instance
             */
            HandshakePayload.prototype.lanes = 0;

            /**
             * HandshakePayload pskId.
             * @member {number} pskId
             * @memberof festoon.v1.HandshakePayload
             * @instance
             */
            HandshakePayload.prototype.pskId = 0;

            /**
             * HandshakePayload pqFlags.
             * @member {number} pqFlags
             * @memberof festoon.v1.HandshakePayload
             * @instance
             */
            HandshakePayload.prototype.pqFlags = 0;

            /**
             * HandshakePayload chain.
             * @member {Array.<Uint8Array>} chain
             * @memberof festoon.v1.HandshakePayload
             * @instance
             */
            HandshakePayload.prototype.chain = $util.emptyArray;

            /**
             * Creates a new HandshakePayload instance using the specified properties.
             * @function create
             * @memberof festoon.v1.HandshakePayload
             * @static
             * @param {festoon.v1.HandshakePayload.$Properties=} [properties] Properties to set
             * @returns {festoon.v1.HandshakePayload} HandshakePayload instance
             * @type {{
             *   (properties: festoon.v1.HandshakePayload.$Shape): festoon.v1.HandshakePayload & festoon.v1.HandshakePayload.$Shape;
             *   (properties?: festoon.v1.HandshakePayload.$Properties): festoon.v1.HandshakePayload;
             * }}
             */
            HandshakePayload.create = function(properties) {
                return new HandshakePayload(properties);
            };

            /**
             * Encodes the specified HandshakePayload message. Does not implicitly {@link festoon.v1.HandshakePayload.verify|verify} messages.
             * @function encode
             * @memberof festoon.v1.HandshakePayload
             * @static
             * @param {festoon.v1.HandshakePayload.$Properties} message HandshakePayload message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            HandshakePayload.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.senderIndex != null && $Object.hasOwnProperty.call(message, "senderIndex") && message.senderIndex !== 0)
                    writer.uint32(/* id 1, wireType 5 =*/13).fixed32(message.senderIndex);
                if (message.receiverIndex != null && $Object.hasOwnProperty.call(message, "receiverIndex") && message.receiverIndex !== 0)
                    writer.uint32(/* id 2, wireType 5 =*/21).fixed32(message.receiverIndex);
                if (message.flags != null && $Object.hasOwnProperty.call(message, "flags") && message.flags !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.flags);
                if (message.bootEpoch != null && $Object.hasOwnProperty.call(message, "bootEpoch") && (typeof message.bootEpoch === "object" ? message.bootEpoch.low || message.bootEpoch.high : message.bootEpoch !== 0))
                    writer.uint32(/* id 4, wireType 1 =*/33).fixed64(message.bootEpoch);
                if (message.counter != null && $Object.hasOwnProperty.call(message, "counter") && (typeof message.counter === "object" ? message.counter.low || message.counter.high : message.counter !== 0))
                    writer.uint32(/* id 5, wireType 1 =*/41).fixed64(message.counter);
                if (message.suites != null && $Object.hasOwnProperty.call(message, "suites") && message.suites.length)
                    writer.uint32(/* id 6, wireType 2 =*/50).bytes(message.suites);
                if (message.lanes != null && $Object.hasOwnProperty.call(message, "lanes") && message.lanes !== 0)
                    writer.uint32(/* id 7, wireType 0 =*/56).uint32(message.lanes);
                if (message.pskId != null && $Object.hasOwnProperty.call(message, "pskId") && message.pskId !== 0)
                    writer.uint32(/* id 8, wireType 0 =*/64).uint32(message.pskId);
                if (message.pqFlags != null && $Object.hasOwnProperty.call(message, "pqFlags") && message.pqFlags !== 0)
                    writer.uint32(/* id 9, wireType 0 =*/72).uint32(message.pqFlags);
                if (message.chain != null && message.chain.length)
                    for (let i = 0; i < message.chain.length; ++i)
                        writer.uint32(/* id 10, wireType 2 =*/82).bytes(message.chain[i]);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified HandshakePayload message, length delimited. Does not implicitly {@link festoon.v1.HandshakePayload.verify|verify} messages.
             * @function encodeDelimited
             * @memberof festoon.v1.HandshakePayload
             * @static
             * @param {festoon.v1.HandshakePayload.$Properties} message HandshakePayload message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            HandshakePayload.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a HandshakePayload message from the specified reader or buffer.
             * @function decode
             * @memberof festoon.v1.HandshakePayload
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {festoon.v1.HandshakePayload & festoon.v1.HandshakePayload.$Shape} HandshakePayload
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            HandshakePayload.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.festoon.v1.HandshakePayload();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.senderIndex = value;
                            else
                                delete message.senderIndex;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.receiverIndex = value;
                            else
                                delete message.receiverIndex;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.flags = value;
                            else
                                delete message.flags;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.bootEpoch = value;
                            else
                                delete message.bootEpoch;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 1)
                                break;
                            if (typeof (value = reader.fixed64()) === "object" ? value.low || value.high : value !== 0)
                                message.counter = value;
                            else
                                delete message.counter;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.suites = value;
                            else
                                delete message.suites;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.lanes = value;
                            else
                                delete message.lanes;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.pskId = value;
                            else
                                delete message.pskId;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.pqFlags = value;
                            else
                                delete message.pqFlags;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            if (!(message.chain && message.chain.length))
                                message.chain = [];
                            message.chain.push(reader.bytes());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a HandshakePayload message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof festoon.v1.HandshakePayload
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {festoon.v1.HandshakePayload & festoon.v1.HandshakePayload.$Shape} HandshakePayload
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            HandshakePayload.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Verifies a HandshakePayload message.
             * @function verify
             * @memberof festoon.v1.HandshakePayload
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            HandshakePayload.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.senderIndex != null && $Object.hasOwnProperty.call(message, "senderIndex"))
                    if (!$util.isInteger(message.senderIndex))
                        return "senderIndex: integer expected";
                if (message.receiverIndex != null && $Object.hasOwnProperty.call(message, "receiverIndex"))
                    if (!$util.isInteger(message.receiverIndex))
                        return "receiverIndex: integer expected";
                if (message.flags != null && $Object.hasOwnProperty.call(message, "flags"))
                    if (!$util.isInteger(message.flags))
                        return "flags: integer expected";
                if (message.bootEpoch != null && $Object.hasOwnProperty.call(message, "bootEpoch"))
                    if (!$util.isInteger(message.bootEpoch) && !(message.bootEpoch && $util.isInteger(message.bootEpoch.low) && $util.isInteger(message.bootEpoch.high)))
                        return "bootEpoch: integer|Long expected";
                if (message.counter != null && $Object.hasOwnProperty.call(message, "counter"))
                    if (!$util.isInteger(message.counter) && !(message.counter && $util.isInteger(message.counter.low) && $util.isInteger(message.counter.high)))
                        return "counter: integer|Long expected";
                if (message.suites != null && $Object.hasOwnProperty.call(message, "suites"))
                    if (!(message.suites && typeof message.suites.length === "number" || $util.isString(message.suites)))
                        return "suites: buffer expected";
                if (message.lanes != null && $Object.hasOwnProperty.call(message, "lanes"))
                    if (!$util.isInteger(message.lanes))
                        return "lanes: integer expected";
                if (message.pskId != null && $Object.hasOwnProperty.call(message, "pskId"))
                    if (!$util.isInteger(message.pskId))
                        return "pskId: integer expected";
                if (message.pqFlags != null && $Object.hasOwnProperty.call(message, "pqFlags"))
                    if (!$util.isInteger(message.pqFlags))
                        return "pqFlags: integer expected";
                if (message.chain != null && $Object.hasOwnProperty.call(message, "chain")) {
                    if (!$Array.isArray(message.chain))
                        return "chain: array expected";
                    for (let i = 0; i < message.chain.length; ++i)
                        if (!(message.chain[i] && typeof message.chain[i].length === "number" || $util.isString(message.chain[i])))
                            return "chain: buffer[] expected";
                }
                return null;
            };

            /**
             * Creates a HandshakePayload message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof festoon.v1.HandshakePayload
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {festoon.v1.HandshakePayload} HandshakePayload
             */
            HandshakePayload.fromObject = function (object, _depth) {
                if (object instanceof $root.festoon.v1.HandshakePayload)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".festoon.v1.HandshakePayload: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.festoon.v1.HandshakePayload();
                if (object.senderIndex != null)
                    if ($Number(object.senderIndex) !== 0)
                        message.senderIndex = object.senderIndex >>> 0;
                if (object.receiverIndex != null)
                    if ($Number(object.receiverIndex) !== 0)
                        message.receiverIndex = object.receiverIndex >>> 0;
                if (object.flags != null)
                    if ($Number(object.flags) !== 0)
                        message.flags = object.flags >>> 0;
                if (object.bootEpoch != null)
                    if (typeof object.bootEpoch === "object" ? object.bootEpoch.low || object.bootEpoch.high : $Number(object.bootEpoch) !== 0)
                        if ($util.Long)
                            message.bootEpoch = $util.Long.fromValue(object.bootEpoch, true);
                        else if (typeof object.bootEpoch === "string")
                            message.bootEpoch = $parseInt(object.bootEpoch, 10);
                        else if (typeof object.bootEpoch === "number")
                            message.bootEpoch = object.bootEpoch;
                        else if (typeof object.bootEpoch === "object")
                            message.bootEpoch = new $util.LongBits(object.bootEpoch.low >>> 0, object.bootEpoch.high >>> 0).toNumber(true);
                if (object.counter != null)
                    if (typeof object.counter === "object" ? object.counter.low || object.counter.high : $Number(object.counter) !== 0)
                        if ($util.Long)
                            message.counter = $util.Long.fromValue(object.counter, true);
                        else if (typeof object.counter === "string")
                            message.counter = $parseInt(object.counter, 10);
                        else if (typeof object.counter === "number")
                            message.counter = object.counter;
                        else if (typeof object.counter === "object")
                            message.counter = new $util.LongBits(object.counter.low >>> 0, object.counter.high >>> 0).toNumber(true);
                if (object.suites != null)
                    if (object.suites.length)
                        if (typeof object.suites === "string")
                            $util.base64.decode(object.suites, message.suites = $util.newBuffer($util.base64.length(object.suites)), 0);
                        else if (object.suites.length >= 0)
                            message.suites = object.suites;
                if (object.lanes != null)
                    if ($Number(object.lanes) !== 0)
                        message.lanes = object.lanes >>> 0;
                if (object.pskId != null)
                    if ($Number(object.pskId) !== 0)
                        message.pskId = object.pskId >>> 0;
                if (object.pqFlags != null)
                    if ($Number(object.pqFlags) !== 0)
                        message.pqFlags = object.pqFlags >>> 0;
                if (object.chain) {
                    if (!$Array.isArray(object.chain))
                        throw $TypeError(".festoon.v1.HandshakePayload.chain: array expected");
                    message.chain = $Array(object.chain.length);
                    for (let i = 0; i < object.chain.length; ++i)
                        if (typeof object.chain[i] === "string")
                            $util.base64.decode(object.chain[i], message.chain[i] = $util.newBuffer($util.base64.length(object.chain[i])), 0);
                        else if (object.chain[i].length >= 0)
                            message.chain[i] = object.chain[i];
                }
                return message;
            };

            /**
             * Creates a plain object from a HandshakePayload message. Also converts values to other types if specified.
             * @function toObject
             * @memberof festoon.v1.HandshakePayload
             * @static
             * @param {festoon.v1.HandshakePayload} message HandshakePayload
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            HandshakePayload.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults)
                    object.chain = [];
                if (options.defaults) {
                    object.senderIndex = 0;
                    object.receiverIndex = 0;
                    object.flags = 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.bootEpoch = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.bootEpoch = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.counter = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.counter = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if (options.bytes === $String)
                        object.suites = "";
                    else {
                        object.suites = [];
                        if (options.bytes !== $Array)
                            object.suites = $util.newBuffer(object.suites);
                    }
                    object.lanes = 0;
                    object.pskId = 0;
                    object.pqFlags = 0;
                }
                if (message.senderIndex != null && $Object.hasOwnProperty.call(message, "senderIndex"))
                    object.senderIndex = message.senderIndex;
                if (message.receiverIndex != null && $Object.hasOwnProperty.call(message, "receiverIndex"))
                    object.receiverIndex = message.receiverIndex;
                if (message.flags != null && $Object.hasOwnProperty.call(message, "flags"))
                    object.flags = message.flags;
                if (message.bootEpoch != null && $Object.hasOwnProperty.call(message, "bootEpoch"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.bootEpoch = typeof message.bootEpoch === "number" ? $BigInt(message.bootEpoch) : $util.Long.fromBits(message.bootEpoch.low >>> 0, message.bootEpoch.high >>> 0, true).toBigInt();
                    else if (typeof message.bootEpoch === "number")
                        object.bootEpoch = options.longs === $String ? $String(message.bootEpoch) : message.bootEpoch;
                    else
                        object.bootEpoch = options.longs === $String ? $util.Long.prototype.toString.call(message.bootEpoch) : options.longs === $Number ? new $util.LongBits(message.bootEpoch.low >>> 0, message.bootEpoch.high >>> 0).toNumber(true) : message.bootEpoch;
                if (message.counter != null && $Object.hasOwnProperty.call(message, "counter"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.counter = typeof message.counter === "number" ? $BigInt(message.counter) : $util.Long.fromBits(message.counter.low >>> 0, message.counter.high >>> 0, true).toBigInt();
                    else if (typeof message.counter === "number")
                        object.counter = options.longs === $String ? $String(message.counter) : message.counter;
                    else
                        object.counter = options.longs === $String ? $util.Long.prototype.toString.call(message.counter) : options.longs === $Number ? new $util.LongBits(message.counter.low >>> 0, message.counter.high >>> 0).toNumber(true) : message.counter;
                if (message.suites != null && $Object.hasOwnProperty.call(message, "suites"))
                    object.suites = options.bytes === $String ? $util.base64.encode(message.suites, 0, message.suites.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.suites) : message.suites;
                if (message.lanes != null && $Object.hasOwnProperty.call(message, "lanes"))
                    object.lanes = message.lanes;
                if (message.pskId != null && $Object.hasOwnProperty.call(message, "pskId"))
                    object.pskId = message.pskId;
                if (message.pqFlags != null && $Object.hasOwnProperty.call(message, "pqFlags"))
                    object.pqFlags = message.pqFlags;
                if (message.chain && message.chain.length) {
                    object.chain = $Array(message.chain.length);
                    for (let j = 0; j < message.chain.length; ++j)
                        object.chain[j] = options.bytes === $String ? $util.base64.encode(message.chain[j], 0, message.chain[j].length) : options.bytes === $Array ? $Array.prototype.slice.call(message.chain[j]) : message.chain[j];
                }
                return object;
            };

            /**
             * Converts this HandshakePayload to JSON.
             * @function toJSON
             * @memberof festoon.v1.HandshakePayload
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            HandshakePayload.prototype.toJSON = function() {
                return HandshakePayload.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for HandshakePayload
             * @function getTypeUrl
             * @memberof festoon.v1.HandshakePayload
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            HandshakePayload.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/festoon.v1.HandshakePayload";
            };

            return HandshakePayload;
        })();

        v1.RecordBody = (function() {

            /**
             * Properties of a RecordBody.
             * @typedef {Object} festoon.v1.RecordBody.$Properties
             * @property {Uint8Array|null} [networkId] RecordBody networkId
             * @property {string|null} [node] RecordBody node
             * @property {number|Long|null} [serial] RecordBody serial
             * @property {number|Long|null} [incarnation] RecordBody incarnation
             * @property {number|Long|null} [seq] RecordBody seq
             * @property {Array.<festoon.v1.Attachment.$Properties>|null} [attachments] RecordBody attachments
             * @property {Array.<Uint8Array>|null} [endpoints] RecordBody endpoints
             * @property {number|null} [capabilities] RecordBody capabilities
             * @property {boolean|null} [goodbye] RecordBody goodbye
             * @property {number|Long|null} [issuedAt] RecordBody issuedAt
             * @property {number|null} [ttl] RecordBody ttl
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a RecordBody.
             * @memberof festoon.v1
             * @interface IRecordBody
             * @augments festoon.v1.RecordBody.$Properties
             * @deprecated Use festoon.v1.RecordBody.$Properties instead.
             */

            /**
             * Shape of a RecordBody.
             * @typedef {festoon.v1.RecordBody.$Properties} festoon.v1.RecordBody.$Shape
             */

            /**
             * Constructs a new RecordBody.
             * @memberof festoon.v1
             * @classdesc Represents a RecordBody.
             * @constructor
             * @param {festoon.v1.RecordBody.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const RecordBody = function (properties) {
                this.attachments = [];
                this.endpoints = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * RecordBody networkId.
             * @member {Uint8Array} networkId
             * @memberof festoon.v1.RecordBody
             * @instance
             */
            RecordBody.prototype.networkId = $util.newBuffer([]);

            /**
             * RecordBody node.
             * @member {string} node
             * @memberof festoon.v1.RecordBody
             * @instance
             */
            RecordBody.prototype.node = "";

            /**
             * RecordBody serial.
             * @member {number|Long} serial
             * @memberof festoon.v1.RecordBody
             * @instance
             */
            RecordBody.prototype.serial = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * RecordBody incarnation.
             * @member {number|Long} incarnation
             * @memberof festoon.v1.RecordBody
             * @instance
             */
            RecordBody.prototype.incarnation = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * RecordBody seq.
             * @member {number|Long} seq
             * @memberof festoon.v1.RecordBody
             * @instance
             */
            RecordBody.prototype.seq = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * RecordBody attachments.
             * @member {Array.<festoon.v1.Attachment.$Properties>} attachments
             * @memberof festoon.v1.RecordBody
             * @instance
             */
            RecordBody.prototype.attachments = $util.emptyArray;

            /**
             * RecordBody endpoints.
             * @member {Array.<Uint8Array>} endpoints
             * @memberof festoon.v1.RecordBody
             * @instance
             */
            RecordBody.prototype.endpoints = $util.emptyArray;

            /**
             * RecordBody capabilities.
             * @member {number} capabilities
             * @memberof festoon.v1.RecordBody
             * @instance
             */
            RecordBody.prototype.capabilities = 0;

            /**
             * RecordBody goodbye.
             * @member {boolean} goodbye
             * @memberof festoon.v1.RecordBody
             * @instance
             */
            RecordBody.prototype.goodbye = false;

            /**
             * RecordBody issuedAt.
             * @member {number|Long} issuedAt
             * @memberof festoon.v1.RecordBody
             * @instance
             */
            RecordBody.prototype.issuedAt = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * RecordBody ttl.
             * @member {number} ttl
             * @memberof festoon.v1.RecordBody
             * @instance
             */
            RecordBody.prototype.ttl = 0;

            /**
             * Creates a new RecordBody instance using the specified properties.
             * @function create
             * @memberof festoon.v1.RecordBody
             * @static
             * @param {festoon.v1.RecordBody.$Properties=} [properties] Properties to set
             * @returns {festoon.v1.RecordBody} RecordBody instance
             * @type {{
             *   (properties: festoon.v1.RecordBody.$Shape): festoon.v1.RecordBody & festoon.v1.RecordBody.$Shape;
             *   (properties?: festoon.v1.RecordBody.$Properties): festoon.v1.RecordBody;
             * }}
             */
            RecordBody.create = function(properties) {
                return new RecordBody(properties);
            };

            /**
             * Encodes the specified RecordBody message. Does not implicitly {@link festoon.v1.RecordBody.verify|verify} messages.
             * @function encode
             * @memberof festoon.v1.RecordBody
             * @static
             * @param {festoon.v1.RecordBody.$Properties} message RecordBody message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            RecordBody.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.networkId != null && $Object.hasOwnProperty.call(message, "networkId") && message.networkId.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.networkId);
                if (message.node != null && $Object.hasOwnProperty.call(message, "node") && message.node !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.node);
                if (message.serial != null && $Object.hasOwnProperty.call(message, "serial") && (typeof message.serial === "object" ? message.serial.low || message.serial.high : message.serial !== 0))
                    writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.serial);
                if (message.incarnation != null && $Object.hasOwnProperty.call(message, "incarnation") && (typeof message.incarnation === "object" ? message.incarnation.low || message.incarnation.high : message.incarnation !== 0))
                    writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.incarnation);
                if (message.seq != null && $Object.hasOwnProperty.call(message, "seq") && (typeof message.seq === "object" ? message.seq.low || message.seq.high : message.seq !== 0))
                    writer.uint32(/* id 5, wireType 0 =*/40).uint64(message.seq);
                if (message.attachments != null && message.attachments.length)
                    for (let i = 0; i < message.attachments.length; ++i)
                        $root.festoon.v1.Attachment.encode(message.attachments[i], writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
                if (message.endpoints != null && message.endpoints.length)
                    for (let i = 0; i < message.endpoints.length; ++i)
                        writer.uint32(/* id 7, wireType 2 =*/58).bytes(message.endpoints[i]);
                if (message.capabilities != null && $Object.hasOwnProperty.call(message, "capabilities") && message.capabilities !== 0)
                    writer.uint32(/* id 8, wireType 0 =*/64).uint32(message.capabilities);
                if (message.goodbye != null && $Object.hasOwnProperty.call(message, "goodbye") && message.goodbye !== false)
                    writer.uint32(/* id 9, wireType 0 =*/72).bool(message.goodbye);
                if (message.issuedAt != null && $Object.hasOwnProperty.call(message, "issuedAt") && (typeof message.issuedAt === "object" ? message.issuedAt.low || message.issuedAt.high : message.issuedAt !== 0))
                    writer.uint32(/* id 10, wireType 0 =*/80).uint64(message.issuedAt);
                if (message.ttl != null && $Object.hasOwnProperty.call(message, "ttl") && message.ttl !== 0)
                    writer.uint32(/* id 11, wireType 0 =*/88).uint32(message.ttl);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified RecordBody message, length delimited. Does not implicitly {@link festoon.v1.RecordBody.verify|verify} messages.
             * @function encodeDelimited
             * @memberof festoon.v1.RecordBody
             * @static
             * @param {festoon.v1.RecordBody.$Properties} message RecordBody message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            RecordBody.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a RecordBody message from the specified reader or buffer.
             * @function decode
             * @memberof festoon.v1.RecordBody
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {festoon.v1.RecordBody & festoon.v1.RecordBody.$Shape} RecordBody
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            RecordBody.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.festoon.v1.RecordBody();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.networkId = value;
                            else
                                delete message.networkId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.node = value;
                            else
                                delete message.node;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.serial = value;
                            else
                                delete message.serial;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.incarnation = value;
                            else
                                delete message.incarnation;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.seq = value;
                            else
                                delete message.seq;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if (!(message.attachments && message.attachments.length))
                                message.attachments = [];
                            message.attachments.push($root.festoon.v1.Attachment.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if (!(message.endpoints && message.endpoints.length))
                                message.endpoints = [];
                            message.endpoints.push(reader.bytes());
                            continue;
                        }
                    case 8: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.capabilities = value;
                            else
                                delete message.capabilities;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.goodbye = value;
                            else
                                delete message.goodbye;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.issuedAt = value;
                            else
                                delete message.issuedAt;
                            continue;
                        }
                    case 11: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.ttl = value;
                            else
                                delete message.ttl;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a RecordBody message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof festoon.v1.RecordBody
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {festoon.v1.RecordBody & festoon.v1.RecordBody.$Shape} RecordBody
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            RecordBody.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Verifies a RecordBody message.
             * @function verify
             * @memberof festoon.v1.RecordBody
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            RecordBody.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.networkId != null && $Object.hasOwnProperty.call(message, "networkId"))
                    if (!(message.networkId && typeof message.networkId.length === "number" || $util.isString(message.networkId)))
                        return "networkId: buffer expected";
                if (message.node != null && $Object.hasOwnProperty.call(message, "node"))
                    if (!$util.isString(message.node))
                        return "node: string expected";
                if (message.serial != null && $Object.hasOwnProperty.call(message, "serial"))
                    if (!$util.isInteger(message.serial) && !(message.serial && $util.isInteger(message.serial.low) && $util.isInteger(message.serial.high)))
                        return "serial: integer|Long expected";
                if (message.incarnation != null && $Object.hasOwnProperty.call(message, "incarnation"))
                    if (!$util.isInteger(message.incarnation) && !(message.incarnation && $util.isInteger(message.incarnation.low) && $util.isInteger(message.incarnation.high)))
                        return "incarnation: integer|Long expected";
                if (message.seq != null && $Object.hasOwnProperty.call(message, "seq"))
                    if (!$util.isInteger(message.seq) && !(message.seq && $util.isInteger(message.seq.low) && $util.isInteger(message.seq.high)))
                        return "seq: integer|Long expected";
                if (message.attachments != null && $Object.hasOwnProperty.call(message, "attachments")) {
                    if (!$Array.isArray(message.attachments))
                        return "attachments: array expected";
                    for (let i = 0; i < message.attachments.length; ++i) {
                        let error = $root.festoon.v1.Attachment.verify(message.attachments[i], _depth + 1);
                        if (error)
                            return "attachments." + error;
                    }
                }
                if (message.endpoints != null && $Object.hasOwnProperty.call(message, "endpoints")) {
                    if (!$Array.isArray(message.endpoints))
                        return "endpoints: array expected";
                    for (let i = 0; i < message.endpoints.length; ++i)
                        if (!(message.endpoints[i] && typeof message.endpoints[i].length === "number" || $util.isString(message.endpoints[i])))
                            return "endpoints: buffer[] expected";
                }
                if (message.capabilities != null && $Object.hasOwnProperty.call(message, "capabilities"))
                    if (!$util.isInteger(message.capabilities))
                        return "capabilities: integer expected";
                if (message.goodbye != null && $Object.hasOwnProperty.call(message, "goodbye"))
                    if (typeof message.goodbye !== "boolean")
                        return "goodbye: boolean expected";
                if (message.issuedAt != null && $Object.hasOwnProperty.call(message, "issuedAt"))
                    if (!$util.isInteger(message.issuedAt) && !(message.issuedAt && $util.isInteger(message.issuedAt.low) && $util.isInteger(message.issuedAt.high)))
                        return "issuedAt: integer|Long expected";
                if (message.ttl != null && $Object.hasOwnProperty.call(message, "ttl"))
                    if (!$util.isInteger(message.ttl))
                        return "ttl: integer expected";
                return null;
            };

            /**
             * Creates a RecordBody message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof festoon.v1.RecordBody
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {festoon.v1.RecordBody} RecordBody
             */
            RecordBody.fromObject = function (object, _depth) {
                if (object instanceof $root.festoon.v1.RecordBody)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".festoon.v1.RecordBody: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.festoon.v1.RecordBody();
                if (object.networkId != null)
                    if (object.networkId.length)
                        if (typeof object.networkId === "string")
                            $util.base64.decode(object.networkId, message.networkId = $util.newBuffer($util.base64.length(object.networkId)), 0);
                        else if (object.networkId.length >= 0)
                            message.networkId = object.networkId;
                if (object.node != null)
                    if (typeof object.node !== "string" || object.node.length)
                        message.node = $String(object.node);
                if (object.serial != null)
                    if (typeof object.serial === "object" ? object.serial.low || object.serial.high : $Number(object.serial) !== 0)
                        if ($util.Long)
                            message.serial = $util.Long.fromValue(object.serial, true);
                        else if (typeof object.serial === "string")
                            message.serial = $parseInt(object.serial, 10);
                        else if (typeof object.serial === "number")
                            message.serial = object.serial;
                        else if (typeof object.serial === "object")
                            message.serial = new $util.LongBits(object.serial.low >>> 0, object.serial.high >>> 0).toNumber(true);
                if (object.incarnation != null)
                    if (typeof object.incarnation === "object" ? object.incarnation.low || object.incarnation.high : $Number(object.incarnation) !== 0)
                        if ($util.Long)
                            message.incarnation = $util.Long.fromValue(object.incarnation, true);
                        else if (typeof object.incarnation === "string")
                            message.incarnation = $parseInt(object.incarnation, 10);
                        else if (typeof object.incarnation === "number")
                            message.incarnation = object.incarnation;
                        else if (typeof object.incarnation === "object")
                            message.incarnation = new $util.LongBits(object.incarnation.low >>> 0, object.incarnation.high >>> 0).toNumber(true);
                if (object.seq != null)
                    if (typeof object.seq === "object" ? object.seq.low || object.seq.high : $Number(object.seq) !== 0)
                        if ($util.Long)
                            message.seq = $util.Long.fromValue(object.seq, true);
                        else if (typeof object.seq === "string")
                            message.seq = $parseInt(object.seq, 10);
                        else if (typeof object.seq === "number")
                            message.seq = object.seq;
                        else if (typeof object.seq === "object")
                            message.seq = new $util.LongBits(object.seq.low >>> 0, object.seq.high >>> 0).toNumber(true);
                if (object.attachments) {
                    if (!$Array.isArray(object.attachments))
                        throw $TypeError(".festoon.v1.RecordBody.attachments: array expected");
                    message.attachments = $Array(object.attachments.length);
                    for (let i = 0; i < object.attachments.length; ++i) {
                        if (!$util.isObject(object.attachments[i]))
                            throw $TypeError(".festoon.v1.RecordBody.attachments: object expected");
                        message.attachments[i] = $root.festoon.v1.Attachment.fromObject(object.attachments[i], _depth + 1);
                    }
                }
                if (object.endpoints) {
                    if (!$Array.isArray(object.endpoints))
                        throw $TypeError(".festoon.v1.RecordBody.endpoints: array expected");
                    message.endpoints = $Array(object.endpoints.length);
                    for (let i = 0; i < object.endpoints.length; ++i)
                        if (typeof object.endpoints[i] === "string")
                            $util.base64.decode(object.endpoints[i], message.endpoints[i] = $util.newBuffer($util.base64.length(object.endpoints[i])), 0);
                        else if (object.endpoints[i].length >= 0)
                            message.endpoints[i] = object.endpoints[i];
                }
                if (object.capabilities != null)
                    if ($Number(object.capabilities) !== 0)
                        message.capabilities = object.capabilities >>> 0;
                if (object.goodbye != null)
                    if (object.goodbye)
                        message.goodbye = $Boolean(object.goodbye);
                if (object.issuedAt != null)
                    if (typeof object.issuedAt === "object" ? object.issuedAt.low || object.issuedAt.high : $Number(object.issuedAt) !== 0)
                        if ($util.Long)
                            message.issuedAt = $util.Long.fromValue(object.issuedAt, true);
                        else if (typeof object.issuedAt === "string")
                            message.issuedAt = $parseInt(object.issuedAt, 10);
                        else if (typeof object.issuedAt === "number")
                            message.issuedAt = object.issuedAt;
                        else if (typeof object.issuedAt === "object")
                            message.issuedAt = new $util.LongBits(object.issuedAt.low >>> 0, object.issuedAt.high >>> 0).toNumber(true);
                if (object.ttl != null)
                    if ($Number(object.ttl) !== 0)
                        message.ttl = object.ttl >>> 0;
                return message;
            };

            /**
             * Creates a plain object from a RecordBody message. Also converts values to other types if specified.
             * @function toObject
             * @memberof festoon.v1.RecordBody
             * @static
             * @param {festoon.v1.RecordBody} message RecordBody
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            RecordBody.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults) {
                    object.attachments = [];
                    object.endpoints = [];
                }
                if (options.defaults) {
                    if (options.bytes === $String)
                        object.networkId = "";
                    else {
                        object.networkId = [];
                        if (options.bytes !== $Array)
                            object.networkId = $util.newBuffer(object.networkId);
                    }
                    object.node = "";
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.serial = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.serial = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.incarnation = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.incarnation = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.seq = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.seq = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    object.capabilities = 0;
                    object.goodbye = false;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.issuedAt = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.issuedAt = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    object.ttl = 0;
                }
                if (message.networkId != null && $Object.hasOwnProperty.call(message, "networkId"))
                    object.networkId = options.bytes === $String ? $util.base64.encode(message.networkId, 0, message.networkId.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.networkId) : message.networkId;
                if (message.node != null && $Object.hasOwnProperty.call(message, "node"))
                    object.node = message.node;
                if (message.serial != null && $Object.hasOwnProperty.call(message, "serial"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.serial = typeof message.serial === "number" ? $BigInt(message.serial) : $util.Long.fromBits(message.serial.low >>> 0, message.serial.high >>> 0, true).toBigInt();
                    else if (typeof message.serial === "number")
                        object.serial = options.longs === $String ? $String(message.serial) : message.serial;
                    else
                        object.serial = options.longs === $String ? $util.Long.prototype.toString.call(message.serial) : options.longs === $Number ? new $util.LongBits(message.serial.low >>> 0, message.serial.high >>> 0).toNumber(true) : message.serial;
                if (message.incarnation != null && $Object.hasOwnProperty.call(message, "incarnation"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.incarnation = typeof message.incarnation === "number" ? $BigInt(message.incarnation) : $util.Long.fromBits(message.incarnation.low >>> 0, message.incarnation.high >>> 0, true).toBigInt();
                    else if (typeof message.incarnation === "number")
                        object.incarnation = options.longs === $String ? $String(message.incarnation) : message.incarnation;
                    else
                        object.incarnation = options.longs === $String ? $util.Long.prototype.toString.call(message.incarnation) : options.longs === $Number ? new $util.LongBits(message.incarnation.low >>> 0, message.incarnation.high >>> 0).toNumber(true) : message.incarnation;
                if (message.seq != null && $Object.hasOwnProperty.call(message, "seq"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.seq = typeof message.seq === "number" ? $BigInt(message.seq) : $util.Long.fromBits(message.seq.low >>> 0, message.seq.high >>> 0, true).toBigInt();
                    else if (typeof message.seq === "number")
                        object.seq = options.longs === $String ? $String(message.seq) : message.seq;
                    else
                        object.seq = options.longs === $String ? $util.Long.prototype.toString.call(message.seq) : options.longs === $Number ? new $util.LongBits(message.seq.low >>> 0, message.seq.high >>> 0).toNumber(true) : message.seq;
                if (message.attachments && message.attachments.length) {
                    object.attachments = $Array(message.attachments.length);
                    for (let j = 0; j < message.attachments.length; ++j)
                        object.attachments[j] = $root.festoon.v1.Attachment.toObject(message.attachments[j], options, _depth + 1);
                }
                if (message.endpoints && message.endpoints.length) {
                    object.endpoints = $Array(message.endpoints.length);
                    for (let j = 0; j < message.endpoints.length; ++j)
                        object.endpoints[j] = options.bytes === $String ? $util.base64.encode(message.endpoints[j], 0, message.endpoints[j].length) : options.bytes === $Array ? $Array.prototype.slice.call(message.endpoints[j]) : message.endpoints[j];
                }
                if (message.capabilities != null && $Object.hasOwnProperty.call(message, "capabilities"))
                    object.capabilities = message.capabilities;
                if (message.goodbye != null && $Object.hasOwnProperty.call(message, "goodbye"))
                    object.goodbye = message.goodbye;
                if (message.issuedAt != null && $Object.hasOwnProperty.call(message, "issuedAt"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.issuedAt = typeof message.issuedAt === "number" ? $BigInt(message.issuedAt) : $util.Long.fromBits(message.issuedAt.low >>> 0, message.issuedAt.high >>> 0, true).toBigInt();
                    else if (typeof message.issuedAt === "number")
                        object.issuedAt = options.longs === $String ? $String(message.issuedAt) : message.issuedAt;
                    else
                        object.issuedAt = options.longs === $String ? $util.Long.prototype.toString.call(message.issuedAt) : options.longs === $Number ? new $util.LongBits(message.issuedAt.low >>> 0, message.issuedAt.high >>> 0).toNumber(true) : message.issuedAt;
                if (message.ttl != null && $Object.hasOwnProperty.call(message, "ttl"))
                    object.ttl = message.ttl;
                return object;
            };

            /**
             * Converts this RecordBody to JSON.
             * @function toJSON
             * @memberof festoon.v1.RecordBody
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            RecordBody.prototype.toJSON = function() {
                return RecordBody.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for RecordBody
             * @function getTypeUrl
             * @memberof festoon.v1.RecordBody
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            RecordBody.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/festoon.v1.RecordBody";
            };

            return RecordBody;
        })();

        v1.Attachment = (function() {

            /**
             * Properties of an Attachment.
             * @typedef {Object} festoon.v1.Attachment.$Properties
             * @property {string|null} [manager] Attachment manager
             * @property {number|null} [priority] Attachment priority
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an Attachment.
             * @memberof festoon.v1
             * @interface IAttachment
             * @augments festoon.v1.Attachment.$Properties
             * @deprecated Use festoon.v1.Attachment.$Properties instead.
             */

            /**
             * Shape of an Attachment.
             * @typedef {festoon.v1.Attachment.$Properties} festoon.v1.Attachment.$Shape
             */

            /**
             * Constructs a new Attachment.
             * @memberof festoon.v1
             * @classdesc Represents an Attachment.
             * @constructor
             * @param {festoon.v1.Attachment.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Attachment = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Attachment manager.
             * @member {string} manager
             * @memberof festoon.v1.Attachment
             * @instance
             */
            Attachment.prototype.manager = "";

            /**
             * Attachment priority.
             * @member {number} priority
             * @memberof festoon.v1.Attachment
             * @instance
             */
            Attachment.prototype.priority = 0;

            /**
             * Creates a new Attachment instance using the specified properties.
             * @function create
             * @memberof festoon.v1.Attachment
             * @static
             * @param {festoon.v1.Attachment.$Properties=} [properties] Properties to set
             * @returns {festoon.v1.Attachment} Attachment instance
             * @type {{
             *   (properties: festoon.v1.Attachment.$Shape): festoon.v1.Attachment & festoon.v1.Attachment.$Shape;
             *   (properties?: festoon.v1.Attachment.$Properties): festoon.v1.Attachment;
             * }}
             */
            Attachment.create = function(properties) {
                return new Attachment(properties);
            };

            /**
             * Encodes the specified Attachment message. Does not implicitly {@link festoon.v1.Attachment.verify|verify} messages.
             * @function encode
             * @memberof festoon.v1.Attachment
             * @static
             * @param {festoon.v1.Attachment.$Properties} message Attachment message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Attachment.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.manager != null && $Object.hasOwnProperty.call(message, "manager") && message.manager !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.manager);
                if (message.priority != null && $Object.hasOwnProperty.call(message, "priority") && message.priority !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.priority);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified Attachment message, length delimited. Does not implicitly {@link festoon.v1.Attachment.verify|verify} messages.
             * @function encodeDelimited
             * @memberof festoon.v1.Attachment
             * @static
             * @param {festoon.v1.Attachment.$Properties} message Attachment message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Attachment.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes an Attachment message from the specified reader or buffer.
             * @function decode
             * @memberof festoon.v1.Attachment
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {festoon.v1.Attachment & festoon.v1.Attachment.$Shape} Attachment
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Attachment.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.festoon.v1.Attachment();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.manager = value;
                            else
                                delete message.manager;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.priority = value;
                            else
                                delete message.priority;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes an Attachment message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof festoon.v1.Attachment
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {festoon.v1.Attachment & festoon.v1.Attachment.$Shape} Attachment
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Attachment.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Verifies an Attachment message.
             * @function verify
             * @memberof festoon.v1.Attachment
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            Attachment.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.manager != null && $Object.hasOwnProperty.call(message, "manager"))
                    if (!$util.isString(message.manager))
                        return "manager: string expected";
                if (message.priority != null && $Object.hasOwnProperty.call(message, "priority"))
                    if (!$util.isInteger(message.priority))
                        return "priority: integer expected";
                return null;
            };

            /**
             * Creates an Attachment message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof festoon.v1.Attachment
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {festoon.v1.Attachment} Attachment
             */
            Attachment.fromObject = function (object, _depth) {
                if (object instanceof $root.festoon.v1.Attachment)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".festoon.v1.Attachment: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.festoon.v1.Attachment();
                if (object.manager != null)
                    if (typeof object.manager !== "string" || object.manager.length)
                        message.manager = $String(object.manager);
                if (object.priority != null)
                    if ($Number(object.priority) !== 0)
                        message.priority = object.priority >>> 0;
                return message;
            };

            /**
             * Creates a plain object from an Attachment message. Also converts values to other types if specified.
             * @function toObject
             * @memberof festoon.v1.Attachment
             * @static
             * @param {festoon.v1.Attachment} message Attachment
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Attachment.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.manager = "";
                    object.priority = 0;
                }
                if (message.manager != null && $Object.hasOwnProperty.call(message, "manager"))
                    object.manager = message.manager;
                if (message.priority != null && $Object.hasOwnProperty.call(message, "priority"))
                    object.priority = message.priority;
                return object;
            };

            /**
             * Converts this Attachment to JSON.
             * @function toJSON
             * @memberof festoon.v1.Attachment
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Attachment.prototype.toJSON = function() {
                return Attachment.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Attachment
             * @function getTypeUrl
             * @memberof festoon.v1.Attachment
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Attachment.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/festoon.v1.Attachment";
            };

            return Attachment;
        })();

        v1.ControlMessage = (function() {

            /**
             * Properties of a ControlMessage.
             * @typedef {Object} festoon.v1.ControlMessage.$Properties
             * @property {festoon.v1.Attach.$Properties|null} [attach] ControlMessage attach
             * @property {festoon.v1.Attached.$Properties|null} [attached] ControlMessage attached
             * @property {festoon.v1.Lookup.$Properties|null} [lookup] ControlMessage lookup
             * @property {festoon.v1.Introduction.$Properties|null} [introduction] ControlMessage introduction
             * @property {festoon.v1.NotHere.$Properties|null} [notHere] ControlMessage notHere
             * @property {festoon.v1.Push.$Properties|null} [push] ControlMessage push
             * @property {festoon.v1.Pushed.$Properties|null} [pushed] ControlMessage pushed
             * @property {festoon.v1.OpenRelay.$Properties|null} [openRelay] ControlMessage openRelay
             * @property {festoon.v1.RelayOpened.$Properties|null} [relayOpened] ControlMessage relayOpened
             * @property {festoon.v1.Refused.$Properties|null} [refused] ControlMessage refused
             * @property {festoon.v1.Later.$Properties|null} [later] ControlMessage later
             * @property {"attach"|"attached"|"lookup"|"introduction"|"notHere"|"push"|"pushed"|"openRelay"|"relayOpened"|"refused"|"later"} [message] ControlMessage message
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a ControlMessage.
             * @memberof festoon.v1
             * @interface IControlMessage
             * @augments festoon.v1.ControlMessage.$Properties
             * @deprecated Use festoon.v1.ControlMessage.$Properties instead.
             */

            /**
             * Narrowed shape of a ControlMessage.
             * @typedef {{
             *   attach?: festoon.v1.Attach.$Shape|null;
             *   attached?: festoon.v1.Attached.$Shape|null;
             *   lookup?: festoon.v1.Lookup.$Shape|null;
             *   introduction?: festoon.v1.Introduction.$Shape|null;
             *   notHere?: festoon.v1.NotHere.$Shape|null;
             *   push?: festoon.v1.Push.$Shape|null;
             *   pushed?: festoon.v1.Pushed.$Shape|null;
             *   openRelay?: festoon.v1.OpenRelay.$Shape|null;
             *   relayOpened?: festoon.v1.RelayOpened.$Shape|null;
             *   refused?: festoon.v1.Refused.$Shape|null;
             *   later?: festoon.v1.Later.$Shape|null;
             *   $unknowns?: Array.<Uint8Array>;
             * } & (
             *   ({ message?: undefined; attach?: null; attached?: null; lookup?: null; introduction?: null; notHere?: null; push?: null; pushed?: null; openRelay?: null; relayOpened?: null; refused?: null; later?: null }|{ message?: "attach"; attach: festoon.v1.Attach.$Shape; attached?: null; lookup?: null; introduction?: null; notHere?: null; push?: null; pushed?: null; openRelay?: null; relayOpened?: null; refused?: null; later?: null }|{ message?: "attached"; attach?: null; attached: festoon.v1.Attached.$Shape; lookup?: null; introduction?: null; notHere?: null; push?: null; pushed?: null; openRelay?: null; relayOpened?: null; refused?: null; later?: null }|{ message?: "lookup"; attach?: null; attached?: null; lookup: festoon.v1.Lookup.$Shape; introduction?: null; notHere?: null; push?: null; pushed?: null; openRelay?: null; relayOpened?: null; refused?: null; later?: null }|{ message?: "introduction"; attach?: null; attached?: null; lookup?: null; introduction: festoon.v1.Introduction.$Shape; notHere?: null; push?: null; pushed?: null; openRelay?: null; relayOpened?: null; refused?: null; later?: null }|{ message?: "notHere"; attach?: null; attached?: null; lookup?: null; introduction?: null; notHere: festoon.v1.NotHere.$Shape; push?: null; pushed?: null; openRelay?: null; relayOpened?: null; refused?: null; later?: null }|{ message?: "push"; attach?: null; attached?: null; lookup?: null; introduction?: null; notHere?: null; push: festoon.v1.Push.$Shape; pushed?: null; openRelay?: null; relayOpened?: null; refused?: null; later?: null }|{ message?: "pushed"; attach?: null; attached?: null; lookup?: null; introduction?: null; notHere?: null; push?: null; pushed: festoon.v1.Pushed.$Shape; openRelay?: null; relayOpened?: null; refused?: null; later?: null }|{ message?: "openRelay"; attach?: null; attached?: null; lookup?: null; introduction?: null; notHere?: null; push?: null; pushed?: null; openRelay: festoon.v1.OpenRelay.$Shape; relayOpened?: null; refused?: null; later?: null }|{ message?: "relayOpened"; attach?: null; attached?: null; lookup?: null; introduction?: null; notHere?: null; push?: null; pushed?: null; openRelay?: null; relayOpened: festoon.v1.RelayOpened.$Shape; refused?: null; later?: null }|{ message?: "refused"; attach?: null; attached?: null; lookup?: null; introduction?: null; notHere?: null; push?: null; pushed?: null; openRelay?: null; relayOpened?: null; refused: festoon.v1.Refused.$Shape; later?: null }|{ message?: "later"; attach?: null; attached?: null; lookup?: null; introduction?: null; notHere?: null; push?: null; pushed?: null; openRelay?: null; relayOpened?: null; refused?: null; later: festoon.v1.Later.$Shape })
             * )} festoon.v1.ControlMessage.$Shape
             */

            /**
             * Constructs a new ControlMessage.
             * @memberof festoon.v1
             * @classdesc Represents a ControlMessage.
             * @constructor
             * @param {festoon.v1.ControlMessage.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const ControlMessage = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * ControlMessage attach.
             * @member {festoon.v1.Attach.$Properties|null|undefined} attach
             * @memberof festoon.v1.ControlMessage
             * @instance
             */
            ControlMessage.prototype.attach = null;

            /**
             * ControlMessage attached.
             * @member {festoon.v1.Attached.$Properties|null|undefined} attached
             * @memberof festoon.v1.ControlMessage
             * @instance
             */
            ControlMessage.prototype.attached = null;

            /**
             * ControlMessage lookup.
             * @member {festoon.v1.Lookup.$Properties|null|undefined} lookup
             * @memberof festoon.v1.ControlMessage
             * @instance
             */
            ControlMessage.prototype.lookup = null;

            /**
             * ControlMessage introduction.
             * @member {festoon.v1.Introduction.$Properties|null|undefined} introduction
             * @memberof festoon.v1.ControlMessage
             * @instance
             */
            ControlMessage.prototype.introduction = null;

            /**
             * ControlMessage notHere.
             * @member {festoon.v1.NotHere.$Properties|null|undefined} notHere
             * @memberof festoon.v1.ControlMessage
             * @instance
             */
            ControlMessage.prototype.notHere = null;

            /**
             * ControlMessage push.
             * @member {festoon.v1.Push.$Properties|null|undefined} push
             * @memberof festoon.v1.ControlMessage
             * @instance
             */
            ControlMessage.prototype.push = null;

            /**
             * ControlMessage pushed.
             * @member {festoon.v1.Pushed.$Properties|null|undefined} pushed
             * @memberof festoon.v1.ControlMessage
             * @instance
             */
            ControlMessage.prototype.pushed = null;

            /**
             * ControlMessage openRelay.
             * @member {festoon.v1.OpenRelay.$Properties|null|undefined} openRelay
             * @memberof festoon.v1.ControlMessage
             * @instance
             */
            ControlMessage.prototype.openRelay = null;

            /**
             * ControlMessage relayOpened.
             * @member {festoon.v1.RelayOpened.$Properties|null|undefined} relayOpened
             * @memberof festoon.v1.ControlMessage
             * @instance
             */
            ControlMessage.prototype.relayOpened = null;

            /**
             * ControlMessage refused.
             * @member {festoon.v1.Refused.$Properties|null|undefined} refused
             * @memberof festoon.v1.ControlMessage
             * @instance
             */
            ControlMessage.prototype.refused = null;

            /**
             * ControlMessage later.
             * @member {festoon.v1.Later.$Properties|null|undefined} later
             * @memberof festoon.v1.ControlMessage
             * @instance
             */
            ControlMessage.prototype.later = null;

            // OneOf field names bound to virtual getters and setters
            let $oneOfFields;

            /**
             * ControlMessage message.
             * @member {"attach"|"attached"|"lookup"|"introduction"|"notHere"|"push"|"pushed"|"openRelay"|"relayOpened"|"refused"|"later"|undefined} message
             * @memberof festoon.v1.ControlMessage
             * @instance
             */
            $Object.defineProperty(ControlMessage.prototype, "message", {
                get: $util.oneOfGetter($oneOfFields = ["attach", "attached", "lookup", "introduction", "notHere", "push", "pushed", "openRelay", "relayOpened", "refused", "later"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            /**
             * Creates a new ControlMessage instance using the specified properties.
             * @function create
             * @memberof festoon.v1.ControlMessage
             * @static
             * @param {festoon.v1.ControlMessage.$Properties=} [properties] Properties to set
             * @returns {festoon.v1.ControlMessage} ControlMessage instance
             * @type {{
             *   (properties: festoon.v1.ControlMessage.$Shape): festoon.v1.ControlMessage & festoon.v1.ControlMessage.$Shape;
             *   (properties?: festoon.v1.ControlMessage.$Properties): festoon.v1.ControlMessage;
             * }}
             */
            ControlMessage.create = function(properties) {
                return new ControlMessage(properties);
            };

            /**
             * Encodes the specified ControlMessage message. Does not implicitly {@link festoon.v1.ControlMessage.verify|verify} messages.
             * @function encode
             * @memberof festoon.v1.ControlMessage
             * @static
             * @param {festoon.v1.ControlMessage.$Properties} message ControlMessage message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ControlMessage.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.attach != null && $Object.hasOwnProperty.call(message, "attach"))
                    $root.festoon.v1.Attach.encode(message.attach, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.attached != null && $Object.hasOwnProperty.call(message, "attached"))
                    $root.festoon.v1.Attached.encode(message.attached, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                if (message.lookup != null && $Object.hasOwnProperty.call(message, "lookup"))
                    $root.festoon.v1.Lookup.encode(message.lookup, writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                if (message.introduction != null && $Object.hasOwnProperty.call(message, "introduction"))
                    $root.festoon.v1.Introduction.encode(message.introduction, writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
                if (message.notHere != null && $Object.hasOwnProperty.call(message, "notHere"))
                    $root.festoon.v1.NotHere.encode(message.notHere, writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
                if (message.push != null && $Object.hasOwnProperty.call(message, "push"))
                    $root.festoon.v1.Push.encode(message.push, writer.uint32(/* id 7, wireType 2 =*/58).fork(), _depth + 1).ldelim();
                if (message.pushed != null && $Object.hasOwnProperty.call(message, "pushed"))
                    $root.festoon.v1.Pushed.encode(message.pushed, writer.uint32(/* id 8, wireType 2 =*/66).fork(), _depth + 1).ldelim();
                if (message.openRelay != null && $Object.hasOwnProperty.call(message, "openRelay"))
                    $root.festoon.v1.OpenRelay.encode(message.openRelay, writer.uint32(/* id 9, wireType 2 =*/74).fork(), _depth + 1).ldelim();
                if (message.relayOpened != null && $Object.hasOwnProperty.call(message, "relayOpened"))
                    $root.festoon.v1.RelayOpened.encode(message.relayOpened, writer.uint32(/* id 10, wireType 2 =*/82).fork(), _depth + 1).ldelim();
                if (message.refused != null && $Object.hasOwnProperty.call(message, "refused"))
                    $root.festoon.v1.Refused.encode(message.refused, writer.uint32(/* id 11, wireType 2 =*/90).fork(), _depth + 1).ldelim();
                if (message.later != null && $Object.hasOwnProperty.call(message, "later"))
                    $root.festoon.v1.Later.encode(message.later, writer.uint32(/* id 12, wireType 2 =*/98).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified ControlMessage message, length delimited. Does not implicitly {@link festoon.v1.ControlMessage.verify|verify} messages.
             * @function encodeDelimited
             * @memberof festoon.v1.ControlMessage
             * @static
             * @param {festoon.v1.ControlMessage.$Properties} message ControlMessage message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ControlMessage.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a ControlMessage message from the specified reader or buffer.
             * @function decode
             * @memberof festoon.v1.ControlMessage
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {festoon.v1.ControlMessage & festoon.v1.ControlMessage.$Shape} ControlMessage
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ControlMessage.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.festoon.v1.ControlMessage();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.attach = $root.festoon.v1.Attach.decode(reader, reader.size(), $undefined, _depth + 1, message.attach);
                            message.message = "attach";
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.attached = $root.festoon.v1.Attached.decode(reader, reader.size(), $undefined, _depth + 1, message.attached);
                            message.message = "attached";
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.lookup = $root.festoon.v1.Lookup.decode(reader, reader.size(), $undefined, _depth + 1, message.lookup);
                            message.message = "lookup";
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            message.introduction = $root.festoon.v1.Introduction.decode(reader, reader.size(), $undefined, _depth + 1, message.introduction);
                            message.message = "introduction";
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            message.notHere = $root.festoon.v1.NotHere.decode(reader, reader.size(), $undefined, _depth + 1, message.notHere);
                            message.message = "notHere";
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            message.push = $root.festoon.v1.Push.decode(reader, reader.size(), $undefined, _depth + 1, message.push);
                            message.message = "push";
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            message.pushed = $root.festoon.v1.Pushed.decode(reader, reader.size(), $undefined, _depth + 1, message.pushed);
                            message.message = "pushed";
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            message.openRelay = $root.festoon.v1.OpenRelay.decode(reader, reader.size(), $undefined, _depth + 1, message.openRelay);
                            message.message = "openRelay";
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            message.relayOpened = $root.festoon.v1.RelayOpened.decode(reader, reader.size(), $undefined, _depth + 1, message.relayOpened);
                            message.message = "relayOpened";
                            continue;
                        }
                    case 11: {
                            if (wireType !== 2)
                                break;
                            message.refused = $root.festoon.v1.Refused.decode(reader, reader.size(), $undefined, _depth + 1, message.refused);
                            message.message = "refused";
                            continue;
                        }
                    case 12: {
                            if (wireType !== 2)
                                break;
                            message.later = $root.festoon.v1.Later.decode(reader, reader.size(), $undefined, _depth + 1, message.later);
                            message.message = "later";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a ControlMessage message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof festoon.v1.ControlMessage
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {festoon.v1.ControlMessage & festoon.v1.ControlMessage.$Shape} ControlMessage
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ControlMessage.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Verifies a ControlMessage message.
             * @function verify
             * @memberof festoon.v1.ControlMessage
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            ControlMessage.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                let properties = {};
                if (message.attach != null && $Object.hasOwnProperty.call(message, "attach")) {
                    properties.message = 1;
                    {
                        let error = $root.festoon.v1.Attach.verify(message.attach, _depth + 1);
                        if (error)
                            return "attach." + error;
                    }
                }
                if (message.attached != null && $Object.hasOwnProperty.call(message, "attached")) {
                    if (properties.message === 1)
                        return "message: multiple values";
                    properties.message = 1;
                    {
                        let error = $root.festoon.v1.Attached.verify(message.attached, _depth + 1);
                        if (error)
                            return "attached." + error;
                    }
                }
                if (message.lookup != null && $Object.hasOwnProperty.call(message, "lookup")) {
                    if (properties.message === 1)
                        return "message: multiple values";
                    properties.message = 1;
                    {
                        let error = $root.festoon.v1.Lookup.verify(message.lookup, _depth + 1);
                        if (error)
                            return "lookup." + error;
                    }
                }
                if (message.introduction != null && $Object.hasOwnProperty.call(message, "introduction")) {
                    if (properties.message === 1)
                        return "message: multiple values";
                    properties.message = 1;
                    {
                        let error = $root.festoon.v1.Introduction.verify(message.introduction, _depth + 1);
                        if (error)
                            return "introduction." + error;
                    }
                }
                if (message.notHere != null && $Object.hasOwnProperty.call(message, "notHere")) {
                    if (properties.message === 1)
                        return "message: multiple values";
                    properties.message = 1;
                    {
                        let error = $root.festoon.v1.NotHere.verify(message.notHere, _depth + 1);
                        if (error)
                            return "notHere." + error;
                    }
                }
                if (message.push != null && $Object.hasOwnProperty.call(message, "push")) {
                    if (properties.message === 1)
                        return "message: multiple values";
                    properties.message = 1;
                    {
                        let error = $root.festoon.v1.Push.verify(message.push, _depth + 1);
                        if (error)
                            return "push." + error;
                    }
                }
                if (message.pushed != null && $Object.hasOwnProperty.call(message, "pushed")) {
                    if (properties.message === 1)
                        return "message: multiple values";
                    properties.message = 1;
                    {
                        let error = $root.festoon.v1.Pushed.verify(message.pushed, _depth + 1);
                        if (error)
                            return "pushed." + error;
                    }
                }
                if (message.openRelay != null && $Object.hasOwnProperty.call(message, "openRelay")) {
                    if (properties.message === 1)
                        return "message: multiple values";
                    properties.message = 1;
                    {
                        let error = $root.festoon.v1.OpenRelay.verify(message.openRelay, _depth + 1);
                        if (error)
                            return "openRelay." + error;
                    }
                }
                if (message.relayOpened != null && $Object.hasOwnProperty.call(message, "relayOpened")) {
                    if (properties.message === 1)
                        return "message: multiple values";
                    properties.message = 1;
                    {
                        let error = $root.festoon.v1.RelayOpened.verify(message.relayOpened, _depth + 1);
                        if (error)
                            return "relayOpened." + error;
                    }
                }
                if (message.refused != null && $Object.hasOwnProperty.call(message, "refused")) {
                    if (properties.message === 1)
                        return "message: multiple values";
                    properties.message = 1;
                    {
                        let error = $root.festoon.v1.Refused.verify(message.refused, _depth + 1);
                        if (error)
                            return "refused." + error;
                    }
                }
                if (message.later != null && $Object.hasOwnProperty.call(message, "later")) {
                    if (properties.message === 1)
                        return "message: multiple values";
                    properties.message = 1;
                    {
                        let error = $root.festoon.v1.Later.verify(message.later, _depth + 1);
                        if (error)
                            return "later." + error;
                    }
                }
                return null;
            };

            /**
             * Creates a ControlMessage message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof festoon.v1.ControlMessage
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {festoon.v1.ControlMessage} ControlMessage
             */
            ControlMessage.fromObject = function (object, _depth) {
                if (object instanceof $root.festoon.v1.ControlMessage)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".festoon.v1.ControlMessage: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.festoon.v1.ControlMessage();
                if (object.attach != null) {
                    if (!$util.isObject(object.attach))
                        throw $TypeError(".festoon.v1.ControlMessage.attach: object expected");
                    message.attach = $root.festoon.v1.Attach.fromObject(object.attach, _depth + 1);
                }
                if (object.attached != null) {
                    if (!$util.isObject(object.attached))
                        throw $TypeError(".festoon.v1.ControlMessage.attached: object expected");
                    message.attached = $root.festoon.v1.Attached.fromObject(object.attached, _depth + 1);
                }
                if (object.lookup != null) {
                    if (!$util.isObject(object.lookup))
                        throw $TypeError(".festoon.v1.ControlMessage.lookup: object expected");
                    message.lookup = $root.festoon.v1.Lookup.fromObject(object.lookup, _depth + 1);
                }
                if (object.introduction != null) {
                    if (!$util.isObject(object.introduction))
                        throw $TypeError(".festoon.v1.ControlMessage.introduction: object expected");
                    message.introduction = $root.festoon.v1.Introduction.fromObject(object.introduction, _depth + 1);
                }
                if (object.notHere != null) {
                    if (!$util.isObject(object.notHere))
                        throw $TypeError(".festoon.v1.ControlMessage.notHere: object expected");
                    message.notHere = $root.festoon.v1.NotHere.fromObject(object.notHere, _depth + 1);
                }
                if (object.push != null) {
                    if (!$util.isObject(object.push))
                        throw $TypeError(".festoon.v1.ControlMessage.push: object expected");
                    message.push = $root.festoon.v1.Push.fromObject(object.push, _depth + 1);
                }
                if (object.pushed != null) {
                    if (!$util.isObject(object.pushed))
                        throw $TypeError(".festoon.v1.ControlMessage.pushed: object expected");
                    message.pushed = $root.festoon.v1.Pushed.fromObject(object.pushed, _depth + 1);
                }
                if (object.openRelay != null) {
                    if (!$util.isObject(object.openRelay))
                        throw $TypeError(".festoon.v1.ControlMessage.openRelay: object expected");
                    message.openRelay = $root.festoon.v1.OpenRelay.fromObject(object.openRelay, _depth + 1);
                }
                if (object.relayOpened != null) {
                    if (!$util.isObject(object.relayOpened))
                        throw $TypeError(".festoon.v1.ControlMessage.relayOpened: object expected");
                    message.relayOpened = $root.festoon.v1.RelayOpened.fromObject(object.relayOpened, _depth + 1);
                }
                if (object.refused != null) {
                    if (!$util.isObject(object.refused))
                        throw $TypeError(".festoon.v1.ControlMessage.refused: object expected");
                    message.refused = $root.festoon.v1.Refused.fromObject(object.refused, _depth + 1);
                }
                if (object.later != null) {
                    if (!$util.isObject(object.later))
                        throw $TypeError(".festoon.v1.ControlMessage.later: object expected");
                    message.later = $root.festoon.v1.Later.fromObject(object.later, _depth + 1);
                }
                return message;
            };

            /**
             * Creates a plain object from a ControlMessage message. Also converts values to other types if specified.
             * @function toObject
             * @memberof festoon.v1.ControlMessage
             * @static
             * @param {festoon.v1.ControlMessage} message ControlMessage
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            ControlMessage.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (message.attach != null && $Object.hasOwnProperty.call(message, "attach")) {
                    object.attach = $root.festoon.v1.Attach.toObject(message.attach, options, _depth + 1);
                    if (options.oneofs)
                        object.message = "attach";
                }
                if (message.attached != null && $Object.hasOwnProperty.call(message, "attached")) {
                    object.attached = $root.festoon.v1.Attached.toObject(message.attached, options, _depth + 1);
                    if (options.oneofs)
                        object.message = "attached";
                }
                if (message.lookup != null && $Object.hasOwnProperty.call(message, "lookup")) {
                    object.lookup = $root.festoon.v1.Lookup.toObject(message.lookup, options, _depth + 1);
                    if (options.oneofs)
                        object.message = "lookup";
                }
                if (message.introduction != null && $Object.hasOwnProperty.call(message, "introduction")) {
                    object.introduction = $root.festoon.v1.Introduction.toObject(message.introduction, options, _depth + 1);
                    if (options.oneofs)
                        object.message = "introduction";
                }
                if (message.notHere != null && $Object.hasOwnProperty.call(message, "notHere")) {
                    object.notHere = $root.festoon.v1.NotHere.toObject(message.notHere, options, _depth + 1);
                    if (options.oneofs)
                        object.message = "notHere";
                }
                if (message.push != null && $Object.hasOwnProperty.call(message, "push")) {
                    object.push = $root.festoon.v1.Push.toObject(message.push, options, _depth + 1);
                    if (options.oneofs)
                        object.message = "push";
                }
                if (message.pushed != null && $Object.hasOwnProperty.call(message, "pushed")) {
                    object.pushed = $root.festoon.v1.Pushed.toObject(message.pushed, options, _depth + 1);
                    if (options.oneofs)
                        object.message = "pushed";
                }
                if (message.openRelay != null && $Object.hasOwnProperty.call(message, "openRelay")) {
                    object.openRelay = $root.festoon.v1.OpenRelay.toObject(message.openRelay, options, _depth + 1);
                    if (options.oneofs)
                        object.message = "openRelay";
                }
                if (message.relayOpened != null && $Object.hasOwnProperty.call(message, "relayOpened")) {
                    object.relayOpened = $root.festoon.v1.RelayOpened.toObject(message.relayOpened, options, _depth + 1);
                    if (options.oneofs)
                        object.message = "relayOpened";
                }
                if (message.refused != null && $Object.hasOwnProperty.call(message, "refused")) {
                    object.refused = $root.festoon.v1.Refused.toObject(message.refused, options, _depth + 1);
                    if (options.oneofs)
                        object.message = "refused";
                }
                if (message.later != null && $Object.hasOwnProperty.call(message, "later")) {
                    object.later = $root.festoon.v1.Later.toObject(message.later, options, _depth + 1);
                    if (options.oneofs)
                        object.message = "later";
                }
                return object;
            };

            /**
             * Converts this ControlMessage to JSON.
             * @function toJSON
             * @memberof festoon.v1.ControlMessage
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            ControlMessage.prototype.toJSON = function() {
                return ControlMessage.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for ControlMessage
             * @function getTypeUrl
             * @memberof festoon.v1.ControlMessage
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            ControlMessage.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/festoon.v1.ControlMessage";
            };

            return ControlMessage;
        })();

        v1.Attach = (function() {

            /**
             * Properties of an Attach.
             * @typedef {Object} festoon.v1.Attach.$Properties
             * @property {Uint8Array|null} [record] Attach record
             * @property {Array.<Uint8Array>|null} [chain] Attach chain
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an Attach.
             * @memberof festoon.v1
             * @interface IAttach
             * @augments festoon.v1.Attach.$Properties
             * @deprecated Use festoon.v1.Attach.$Properties instead.
             */

            /**
             * Shape of an Attach.
             * @typedef {festoon.v1.Attach.$Properties} festoon.v1.Attach.$Shape
             */

            /**
             * Constructs a new Attach.
             * @memberof festoon.v1
             * @classdesc Represents an Attach.
             * @constructor
             * @param {festoon.v1.Attach.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Attach = function (properties) {
                this.chain = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Attach record.
             * @member {Uint8Array} record
             * @memberof festoon.v1.Attach
             * @instance
             */
            Attach.prototype.record = $util.newBuffer([]);

            /**
             * Attach chain.
             * @member {Array.<Uint8Array>} chain
             * @memberof festoon.v1.Attach
             * @instance
             */
            Attach.prototype.chain = $util.emptyArray;

            /**
             * Creates a new Attach instance using the specified properties.
             * @function create
             * @memberof festoon.v1.Attach
             * @static
             * @param {festoon.v1.Attach.$Properties=} [properties] Properties to set
             * @returns {festoon.v1.Attach} Attach instance
             * @type {{
             *   (properties: festoon.v1.Attach.$Shape): festoon.v1.Attach & festoon.v1.Attach.$Shape;
             *   (properties?: festoon.v1.Attach.$Properties): festoon.v1.Attach;
             * }}
             */
            Attach.create = function(properties) {
                return new Attach(properties);
            };

            /**
             * Encodes the specified Attach message. Does not implicitly {@link festoon.v1.Attach.verify|verify} messages.
             * @function encode
             * @memberof festoon.v1.Attach
             * @static
             * @param {festoon.v1.Attach.$Properties} message Attach message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Attach.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.record != null && $Object.hasOwnProperty.call(message, "record") && message.record.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.record);
                if (message.chain != null && message.chain.length)
                    for (let i = 0; i < message.chain.length; ++i)
                        writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.chain[i]);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified Attach message, length delimited. Does not implicitly {@link festoon.v1.Attach.verify|verify} messages.
             * @function encodeDelimited
             * @memberof festoon.v1.Attach
             * @static
             * @param {festoon.v1.Attach.$Properties} message Attach message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Attach.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes an Attach message from the specified reader or buffer.
             * @function decode
             * @memberof festoon.v1.Attach
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {festoon.v1.Attach & festoon.v1.Attach.$Shape} Attach
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Attach.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.festoon.v1.Attach();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.record = value;
                            else
                                delete message.record;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if (!(message.chain && message.chain.length))
                                message.chain = [];
                            message.chain.push(reader.bytes());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes an Attach message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof festoon.v1.Attach
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {festoon.v1.Attach & festoon.v1.Attach.$Shape} Attach
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Attach.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Verifies an Attach message.
             * @function verify
             * @memberof festoon.v1.Attach
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            Attach.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.record != null && $Object.hasOwnProperty.call(message, "record"))
                    if (!(message.record && typeof message.record.length === "number" || $util.isString(message.record)))
                        return "record: buffer expected";
                if (message.chain != null && $Object.hasOwnProperty.call(message, "chain")) {
                    if (!$Array.isArray(message.chain))
                        return "chain: array expected";
                    for (let i = 0; i < message.chain.length; ++i)
                        if (!(message.chain[i] && typeof message.chain[i].length === "number" || $util.isString(message.chain[i])))
                            return "chain: buffer[] expected";
                }
                return null;
            };

            /**
             * Creates an Attach message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof festoon.v1.Attach
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {festoon.v1.Attach} Attach
             */
            Attach.fromObject = function (object, _depth) {
                if (object instanceof $root.festoon.v1.Attach)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".festoon.v1.Attach: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.festoon.v1.Attach();
                if (object.record != null)
                    if (object.record.length)
                        if (typeof object.record === "string")
                            $util.base64.decode(object.record, message.record = $util.newBuffer($util.base64.length(object.record)), 0);
                        else if (object.record.length >= 0)
                            message.record = object.record;
                if (object.chain) {
                    if (!$Array.isArray(object.chain))
                        throw $TypeError(".festoon.v1.Attach.chain: array expected");
                    message.chain = $Array(object.chain.length);
                    for (let i = 0; i < object.chain.length; ++i)
                        if (typeof object.chain[i] === "string")
                            $util.base64.decode(object.chain[i], message.chain[i] = $util.newBuffer($util.base64.length(object.chain[i])), 0);
                        else if (object.chain[i].length >= 0)
                            message.chain[i] = object.chain[i];
                }
                return message;
            };

            /**
             * Creates a plain object from an Attach message. Also converts values to other types if specified.
             * @function toObject
             * @memberof festoon.v1.Attach
             * @static
             * @param {festoon.v1.Attach} message Attach
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Attach.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults)
                    object.chain = [];
                if (options.defaults)
                    if (options.bytes === $String)
                        object.record = "";
                    else {
                        object.record = [];
                        if (options.bytes !== $Array)
                            object.record = $util.newBuffer(object.record);
                    }
                if (message.record != null && $Object.hasOwnProperty.call(message, "record"))
                    object.record = options.bytes === $String ? $util.base64.encode(message.record, 0, message.record.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.record) : message.record;
                if (message.chain && message.chain.length) {
                    object.chain = $Array(message.chain.length);
                    for (let j = 0; j < message.chain.length; ++j)
                        object.chain[j] = options.bytes === $String ? $util.base64.encode(message.chain[j], 0, message.chain[j].length) : options.bytes === $Array ? $Array.prototype.slice.call(message.chain[j]) : message.chain[j];
                }
                return object;
            };

            /**
             * Converts this Attach to JSON.
             * @function toJSON
             * @memberof festoon.v1.Attach
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Attach.prototype.toJSON = function() {
                return Attach.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Attach
             * @function getTypeUrl
             * @memberof festoon.v1.Attach
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Attach.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/festoon.v1.Attach";
            };

            return Attach;
        })();

        v1.Attached = (function() {

            /**
             * Properties of an Attached.
             * @typedef {Object} festoon.v1.Attached.$Properties
             * @property {number|Long|null} [incarnation] Attached incarnation
             * @property {number|Long|null} [seq] Attached seq
             * @property {Uint8Array|null} [observed] Attached observed
             * @property {Uint8Array|null} [record] Attached record
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an Attached.
             * @memberof festoon.v1
             * @interface IAttached
             * @augments festoon.v1.Attached.$Properties
             * @deprecated Use festoon.v1.Attached.$Properties instead.
             */

            /**
             * Shape of an Attached.
             * @typedef {festoon.v1.Attached.$Properties} festoon.v1.Attached.$Shape
             */

            /**
             * Constructs a new Attached.
             * @memberof festoon.v1
             * @classdesc Represents an Attached.
             * @constructor
             * @param {festoon.v1.Attached.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Attached = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Attached incarnation.
             * @member {number|Long} incarnation
             * @memberof festoon.v1.Attached
             * @instance
             */
            Attached.prototype.incarnation = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Attached seq.
             * @member {number|Long} seq
             * @memberof festoon.v1.Attached
             * @instance
             */
            Attached.prototype.seq = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Attached observed.
             * @member {Uint8Array} observed
             * @memberof festoon.v1.Attached
             * @instance
             */
            Attached.prototype.observed = $util.newBuffer([]);

            /**
             * Attached record.
             * @member {Uint8Array} record
             * @memberof festoon.v1.Attached
             * @instance
             */
            Attached.prototype.record = $util.newBuffer([]);

            /**
             * Creates a new Attached instance using the specified properties.
             * @function create
             * @memberof festoon.v1.Attached
             * @static
             * @param {festoon.v1.Attached.$Properties=} [properties] Properties to set
             * @returns {festoon.v1.Attached} Attached instance
             * @type {{
             *   (properties: festoon.v1.Attached.$Shape): festoon.v1.Attached & festoon.v1.Attached.$Shape;
             *   (properties?: festoon.v1.Attached.$Properties): festoon.v1.Attached;
             * }}
             */
            Attached.create = function(properties) {
                return new Attached(properties);
            };

            /**
             * Encodes the specified Attached message. Does not implicitly {@link festoon.v1.Attached.verify|verify} messages.
             * @function encode
             * @memberof festoon.v1.Attached
             * @static
             * @param {festoon.v1.Attached.$Properties} message Attached message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Attached.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.incarnation != null && $Object.hasOwnProperty.call(message, "incarnation") && (typeof message.incarnation === "object" ? message.incarnation.low || message.incarnation.high : message.incarnation !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.incarnation);
                if (message.seq != null && $Object.hasOwnProperty.call(message, "seq") && (typeof message.seq === "object" ? message.seq.low || message.seq.high : message.seq !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.seq);
                if (message.observed != null && $Object.hasOwnProperty.call(message, "observed") && message.observed.length)
                    writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.observed);
                if (message.record != null && $Object.hasOwnProperty.call(message, "record") && message.record.length)
                    writer.uint32(/* id 4, wireType 2 =*/34).bytes(message.record);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified Attached message, length delimited. Does not implicitly {@link festoon.v1.Attached.verify|verify} messages.
             * @function encodeDelimited
             * @memberof festoon.v1.Attached
             * @static
             * @param {festoon.v1.Attached.$Properties} message Attached message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Attached.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes an Attached message from the specified reader or buffer.
             * @function decode
             * @memberof festoon.v1.Attached
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {festoon.v1.Attached & festoon.v1.Attached.$Shape} Attached
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Attached.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.festoon.v1.Attached();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.incarnation = value;
                            else
                                delete message.incarnation;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.seq = value;
                            else
                                delete message.seq;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.observed = value;
                            else
                                delete message.observed;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.record = value;
                            else
                                delete message.record;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes an Attached message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof festoon.v1.Attached
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {festoon.v1.Attached & festoon.v1.Attached.$Shape} Attached
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Attached.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Verifies an Attached message.
             * @function verify
             * @memberof festoon.v1.Attached
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            Attached.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.incarnation != null && $Object.hasOwnProperty.call(message, "incarnation"))
                    if (!$util.isInteger(message.incarnation) && !(message.incarnation && $util.isInteger(message.incarnation.low) && $util.isInteger(message.incarnation.high)))
                        return "incarnation: integer|Long expected";
                if (message.seq != null && $Object.hasOwnProperty.call(message, "seq"))
                    if (!$util.isInteger(message.seq) && !(message.seq && $util.isInteger(message.seq.low) && $util.isInteger(message.seq.high)))
                        return "seq: integer|Long expected";
                if (message.observed != null && $Object.hasOwnProperty.call(message, "observed"))
                    if (!(message.observed && typeof message.observed.length === "number" || $util.isString(message.observed)))
                        return "observed: buffer expected";
                if (message.record != null && $Object.hasOwnProperty.call(message, "record"))
                    if (!(message.record && typeof message.record.length === "number" || $util.isString(message.record)))
                        return "record: buffer expected";
                return null;
            };

            /**
             * Creates an Attached message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof festoon.v1.Attached
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {festoon.v1.Attached} Attached
             */
            Attached.fromObject = function (object, _depth) {
                if (object instanceof $root.festoon.v1.Attached)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".festoon.v1.Attached: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.festoon.v1.Attached();
                if (object.incarnation != null)
                    if (typeof object.incarnation === "object" ? object.incarnation.low || object.incarnation.high : $Number(object.incarnation) !== 0)
                        if ($util.Long)
                            message.incarnation = $util.Long.fromValue(object.incarnation, true);
                        else if (typeof object.incarnation === "string")
                            message.incarnation = $parseInt(object.incarnation, 10);
                        else if (typeof object.incarnation === "number")
                            message.incarnation = object.incarnation;
                        else if (typeof object.incarnation === "object")
                            message.incarnation = new $util.LongBits(object.incarnation.low >>> 0, object.incarnation.high >>> 0).toNumber(true);
                if (object.seq != null)
                    if (typeof object.seq === "object" ? object.seq.low || object.seq.high : $Number(object.seq) !== 0)
                        if ($util.Long)
                            message.seq = $util.Long.fromValue(object.seq, true);
                        else if (typeof object.seq === "string")
                            message.seq = $parseInt(object.seq, 10);
                        else if (typeof object.seq === "number")
                            message.seq = object.seq;
                        else if (typeof object.seq === "object")
                            message.seq = new $util.LongBits(object.seq.low >>> 0, object.seq.high >>> 0).toNumber(true);
                if (object.observed != null)
                    if (object.observed.length)
                        if (typeof object.observed === "string")
                            $util.base64.decode(object.observed, message.observed = $util.newBuffer($util.base64.length(object.observed)), 0);
                        else if (object.observed.length >= 0)
                            message.observed = object.observed;
                if (object.record != null)
                    if (object.record.length)
                        if (typeof object.record === "string")
                            $util.base64.decode(object.record, message.record = $util.newBuffer($util.base64.length(object.record)), 0);
                        else if (object.record.length >= 0)
                            message.record = object.record;
                return message;
            };

            /**
             * Creates a plain object from an Attached message. Also converts values to other types if specified.
             * @function toObject
             * @memberof festoon.v1.Attached
             * @static
             * @param {festoon.v1.Attached} message Attached
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Attached.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.incarnation = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.incarnation = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if ($util.Long) {
                        let long = new $util.Long(0, 0, true);
                        object.seq = options.longs === $String ? long.toString() : options.longs === $Number ? long.toNumber() : typeof $BigInt !== "undefined" && options.longs === $BigInt ? long.toBigInt() : long;
                    } else
                        object.seq = options.longs === $String ? "0" : typeof $BigInt !== "undefined" && options.longs === $BigInt ? $BigInt("0") : 0;
                    if (options.bytes === $String)
                        object.observed = "";
                    else {
                        object.observed = [];
                        if (options.bytes !== $Array)
                            object.observed = $util.newBuffer(object.observed);
                    }
                    if (options.bytes === $String)
                        object.record = "";
                    else {
                        object.record = [];
                        if (options.bytes !== $Array)
                            object.record = $util.newBuffer(object.record);
                    }
                }
                if (message.incarnation != null && $Object.hasOwnProperty.call(message, "incarnation"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.incarnation = typeof message.incarnation === "number" ? $BigInt(message.incarnation) : $util.Long.fromBits(message.incarnation.low >>> 0, message.incarnation.high >>> 0, true).toBigInt();
                    else if (typeof message.incarnation === "number")
                        object.incarnation = options.longs === $String ? $String(message.incarnation) : message.incarnation;
                    else
                        object.incarnation = options.longs === $String ? $util.Long.prototype.toString.call(message.incarnation) : options.longs === $Number ? new $util.LongBits(message.incarnation.low >>> 0, message.incarnation.high >>> 0).toNumber(true) : message.incarnation;
                if (message.seq != null && $Object.hasOwnProperty.call(message, "seq"))
                    if (typeof $BigInt !== "undefined" && options.longs === $BigInt)
                        object.seq = typeof message.seq === "number" ? $BigInt(message.seq) : $util.Long.fromBits(message.seq.low >>> 0, message.seq.high >>> 0, true).toBigInt();
                    else if (typeof message.seq === "number")
                        object.seq = options.longs === $String ? $String(message.seq) : message.seq;
                    else
                        object.seq = options.longs === $String ? $util.Long.prototype.toString.call(message.seq) : options.longs === $Number ? new $util.LongBits(message.seq.low >>> 0, message.seq.high >>> 0).toNumber(true) : message.seq;
                if (message.observed != null && $Object.hasOwnProperty.call(message, "observed"))
                    object.observed = options.bytes === $String ? $util.base64.encode(message.observed, 0, message.observed.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.observed) : message.observed;
                if (message.record != null && $Object.hasOwnProperty.call(message, "record"))
                    object.record = options.bytes === $String ? $util.base64.encode(message.record, 0, message.record.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.record) : message.record;
                return object;
            };

            /**
             * Converts this Attached to JSON.
             * @function toJSON
             * @memberof festoon.v1.Attached
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Attached.prototype.toJSON = function() {
                return Attached.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Attached
             * @function getTypeUrl
             * @memberof festoon.v1.Attached
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Attached.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/festoon.v1.Attached";
            };

            return Attached;
        })();

        v1.Refused = (function() {

            /**
             * Properties of a Refused.
             * @typedef {Object} festoon.v1.Refused.$Properties
             * @property {string|null} [code] Refused code
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Refused.
             * @memberof festoon.v1
             * @interface IRefused
             * @augments festoon.v1.Refused.$Properties
             * @deprecated Use festoon.v1.Refused.$Properties instead.
             */

            /**
             * Shape of a Refused.
             * @typedef {festoon.v1.Refused.$Properties} festoon.v1.Refused.$Shape
             */

            /**
             * Constructs a new Refused.
             * @memberof festoon.v1
             * @classdesc Represents a Refused.
             * @constructor
             * @param {festoon.v1.Refused.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Refused = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Refused code.
             * @member {string} code
             * @memberof festoon.v1.Refused
             * @instance
             */
            Refused.prototype.code = "";

            /**
             * Creates a new Refused instance using the specified properties.
             * @function create
             * @memberof festoon.v1.Refused
             * @static
             * @param {festoon.v1.Refused.$Properties=} [properties] Properties to set
             * @returns {festoon.v1.Refused} Refused instance
             * @type {{
             *   (properties: festoon.v1.Refused.$Shape): festoon.v1.Refused & festoon.v1.Refused.$Shape;
             *   (properties?: festoon.v1.Refused.$Properties): festoon.v1.Refused;
             * }}
             */
            Refused.create = function(properties) {
                return new Refused(properties);
            };

            /**
             * Encodes the specified Refused message. Does not implicitly {@link festoon.v1.Refused.verify|verify} messages.
             * @function encode
             * @memberof festoon.v1.Refused
             * @static
             * @param {festoon.v1.Refused.$Properties} message Refused message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Refused.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.code != null && $Object.hasOwnProperty.call(message, "code") && message.code !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.code);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified Refused message, length delimited. Does not implicitly {@link festoon.v1.Refused.verify|verify} messages.
             * @function encodeDelimited
             * @memberof festoon.v1.Refused
             * @static
             * @param {festoon.v1.Refused.$Properties} message Refused message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Refused.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a Refused message from the specified reader or buffer.
             * @function decode
             * @memberof festoon.v1.Refused
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {festoon.v1.Refused & festoon.v1.Refused.$Shape} Refused
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Refused.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.festoon.v1.Refused();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.code = value;
                            else
                                delete message.code;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a Refused message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof festoon.v1.Refused
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {festoon.v1.Refused & festoon.v1.Refused.$Shape} Refused
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Refused.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Verifies a Refused message.
             * @function verify
             * @memberof festoon.v1.Refused
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            Refused.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.code != null && $Object.hasOwnProperty.call(message, "code"))
                    if (!$util.isString(message.code))
                        return "code: string expected";
                return null;
            };

            /**
             * Creates a Refused message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof festoon.v1.Refused
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {festoon.v1.Refused} Refused
             */
            Refused.fromObject = function (object, _depth) {
                if (object instanceof $root.festoon.v1.Refused)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".festoon.v1.Refused: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.festoon.v1.Refused();
                if (object.code != null)
                    if (typeof object.code !== "string" || object.code.length)
                        message.code = $String(object.code);
                return message;
            };

            /**
             * Creates a plain object from a Refused message. Also converts values to other types if specified.
             * @function toObject
             * @memberof festoon.v1.Refused
             * @static
             * @param {festoon.v1.Refused} message Refused
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Refused.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults)
                    object.code = "";
                if (message.code != null && $Object.hasOwnProperty.call(message, "code"))
                    object.code = message.code;
                return object;
            };

            /**
             * Converts this Refused to JSON.
             * @function toJSON
             * @memberof festoon.v1.Refused
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Refused.prototype.toJSON = function() {
                return Refused.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Refused
             * @function getTypeUrl
             * @memberof festoon.v1.Refused
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Refused.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/festoon.v1.Refused";
            };

            return Refused;
        })();

        v1.Later = (function() {

            /**
             * Properties of a Later.
             * @typedef {Object} festoon.v1.Later.$Properties
             * @property {Uint8Array|null} [record] Later record
             * @property {Array.<Uint8Array>|null} [chain] Later chain
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Later.
             * @memberof festoon.v1
             * @interface ILater
             * @augments festoon.v1.Later.$Properties
             * @deprecated Use festoon.v1.Later.$Properties instead.
             */

            /**
             * Shape of a Later.
             * @typedef {festoon.v1.Later.$Properties} festoon.v1.Later.$Shape
             */

            /**
             * Constructs a new Later.
             * @memberof festoon.v1
             * @classdesc Represents a Later.
             * @constructor
             * @param {festoon.v1.Later.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Later = function (properties) {
                this.chain = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Later record.
             * @member {Uint8Array} record
             * @memberof festoon.v1.Later
             * @instance
             */
            Later.prototype.record = $util.newBuffer([]);

            /**
             * Later chain.
             * @member {Array.<Uint8Array>} chain
             * @memberof festoon.v1.Later
             * @instance
             */
            Later.prototype.chain = $util.emptyArray;

            /**
             * Creates a new Later instance using the specified properties.
             * @function create
             * @memberof festoon.v1.Later
             * @static
             * @param {festoon.v1.Later.$Properties=} [properties] Properties to set
             * @returns {festoon.v1.Later} Later instance
             * @type {{
             *   (properties: festoon.v1.Later.$Shape): festoon.v1.Later & festoon.v1.Later.$Shape;
             *   (properties?: festoon.v1.Later.$Properties): festoon.v1.Later;
             * }}
             */
            Later.create = function(properties) {
                return new Later(properties);
            };

            /**
             * Encodes the specified Later message. Does not implicitly {@link festoon.v1.Later.verify|verify} messages.
             * @function encode
             * @memberof festoon.v1.Later
             * @static
             * @param {festoon.v1.Later.$Properties} message Later message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Later.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.record != null && $Object.hasOwnProperty.call(message, "record") && message.record.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.record);
                if (message.chain != null && message.chain.length)
                    for (let i = 0; i < message.chain.length; ++i)
                        writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.chain[i]);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified Later message, length delimited. Does not implicitly {@link festoon.v1.Later.verify|verify} messages.
             * @function encodeDelimited
             * @memberof festoon.v1.Later
             * @static
             * @param {festoon.v1.Later.$Properties} message Later message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Later.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a Later message from the specified reader or buffer.
             * @function decode
             * @memberof festoon.v1.Later
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {festoon.v1.Later & festoon.v1.Later.$Shape} Later
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Later.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.festoon.v1.Later();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.record = value;
                            else
                                delete message.record;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if (!(message.chain && message.chain.length))
                                message.chain = [];
                            message.chain.push(reader.bytes());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a Later message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof festoon.v1.Later
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {festoon.v1.Later & festoon.v1.Later.$Shape} Later
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Later.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Verifies a Later message.
             * @function verify
             * @memberof festoon.v1.Later
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            Later.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.record != null && $Object.hasOwnProperty.call(message, "record"))
                    if (!(message.record && typeof message.record.length === "number" || $util.isString(message.record)))
                        return "record: buffer expected";
                if (message.chain != null && $Object.hasOwnProperty.call(message, "chain")) {
                    if (!$Array.isArray(message.chain))
                        return "chain: array expected";
                    for (let i = 0; i < message.chain.length; ++i)
                        if (!(message.chain[i] && typeof message.chain[i].length === "number" || $util.isString(message.chain[i])))
                            return "chain: buffer[] expected";
                }
                return null;
            };

            /**
             * Creates a Later message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof festoon.v1.Later
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {festoon.v1.Later} Later
             */
            Later.fromObject = function (object, _depth) {
                if (object instanceof $root.festoon.v1.Later)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".festoon.v1.Later: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.festoon.v1.Later();
                if (object.record != null)
                    if (object.record.length)
                        if (typeof object.record === "string")
                            $util.base64.decode(object.record, message.record = $util.newBuffer($util.base64.length(object.record)), 0);
                        else if (object.record.length >= 0)
                            message.record = object.record;
                if (object.chain) {
                    if (!$Array.isArray(object.chain))
                        throw $TypeError(".festoon.v1.Later.chain: array expected");
                    message.chain = $Array(object.chain.length);
                    for (let i = 0; i < object.chain.length; ++i)
                        if (typeof object.chain[i] === "string")
                            $util.base64.decode(object.chain[i], message.chain[i] = $util.newBuffer($util.base64.length(object.chain[i])), 0);
                        else if (object.chain[i].length >= 0)
                            message.chain[i] = object.chain[i];
                }
                return message;
            };

            /**
             * Creates a plain object from a Later message. Also converts values to other types if specified.
             * @function toObject
             * @memberof festoon.v1.Later
             * @static
             * @param {festoon.v1.Later} message Later
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Later.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults)
                    object.chain = [];
                if (options.defaults)
                    if (options.bytes === $String)
                        object.record = "";
                    else {
                        object.record = [];
                        if (options.bytes !== $Array)
                            object.record = $util.newBuffer(object.record);
                    }
                if (message.record != null && $Object.hasOwnProperty.call(message, "record"))
                    object.record = options.bytes === $String ? $util.base64.encode(message.record, 0, message.record.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.record) : message.record;
                if (message.chain && message.chain.length) {
                    object.chain = $Array(message.chain.length);
                    for (let j = 0; j < message.chain.length; ++j)
                        object.chain[j] = options.bytes === $String ? $util.base64.encode(message.chain[j], 0, message.chain[j].length) : options.bytes === $Array ? $Array.prototype.slice.call(message.chain[j]) : message.chain[j];
                }
                return object;
            };

            /**
             * Converts this Later to JSON.
             * @function toJSON
             * @memberof festoon.v1.Later
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Later.prototype.toJSON = function() {
                return Later.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Later
             * @function getTypeUrl
             * @memberof festoon.v1.Later
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Later.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/festoon.v1.Later";
            };

            return Later;
        })();

        v1.Lookup = (function() {

            /**
             * Properties of a Lookup.
             * @typedef {Object} festoon.v1.Lookup.$Properties
             * @property {number|null} [id] Lookup id
             * @property {Uint8Array|null} [address] Lookup address
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Lookup.
             * @memberof festoon.v1
             * @interface ILookup
             * @augments festoon.v1.Lookup.$Properties
             * @deprecated Use festoon.v1.Lookup.$Properties instead.
             */

            /**
             * Shape of a Lookup.
             * @typedef {festoon.v1.Lookup.$Properties} festoon.v1.Lookup.$Shape
             */

            /**
             * Constructs a new Lookup.
             * @memberof festoon.v1
             * @classdesc Represents a Lookup.
             * @constructor
             * @param {festoon.v1.Lookup.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Lookup = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Lookup id.
             * @member {number} id
             * @memberof festoon.v1.Lookup
             * @instance
             */
            Lookup.prototype.id = 0;

            /**
             * Lookup address.
             * @member {Uint8Array} address
             * @memberof festoon.v1.Lookup
             * @instance
             */
            Lookup.prototype.address = $util.newBuffer([]);

            /**
             * Creates a new Lookup instance using the specified properties.
             * @function create
             * @memberof festoon.v1.Lookup
             * @static
             * @param {festoon.v1.Lookup.$Properties=} [properties] Properties to set
             * @returns {festoon.v1.Lookup} Lookup instance
             * @type {{
             *   (properties: festoon.v1.Lookup.$Shape): festoon.v1.Lookup & festoon.v1.Lookup.$Shape;
             *   (properties?: festoon.v1.Lookup.$Properties): festoon.v1.Lookup;
             * }}
             */
            Lookup.create = function(properties) {
                return new Lookup(properties);
            };

            /**
             * Encodes the specified Lookup message. Does not implicitly {@link festoon.v1.Lookup.verify|verify} messages.
             * @function encode
             * @memberof festoon.v1.Lookup
             * @static
             * @param {festoon.v1.Lookup.$Properties} message Lookup message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Lookup.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.id);
                if (message.address != null && $Object.hasOwnProperty.call(message, "address") && message.address.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.address);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified Lookup message, length delimited. Does not implicitly {@link festoon.v1.Lookup.verify|verify} messages.
             * @function encodeDelimited
             * @memberof festoon.v1.Lookup
             * @static
             * @param {festoon.v1.Lookup.$Properties} message Lookup message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Lookup.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a Lookup message from the specified reader or buffer.
             * @function decode
             * @memberof festoon.v1.Lookup
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {festoon.v1.Lookup & festoon.v1.Lookup.$Shape} Lookup
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Lookup.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.festoon.v1.Lookup();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.address = value;
                            else
                                delete message.address;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a Lookup message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof festoon.v1.Lookup
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {festoon.v1.Lookup & festoon.v1.Lookup.$Shape} Lookup
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Lookup.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Verifies a Lookup message.
             * @function verify
             * @memberof festoon.v1.Lookup
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            Lookup.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.id != null && $Object.hasOwnProperty.call(message, "id"))
                    if (!$util.isInteger(message.id))
                        return "id: integer expected";
                if (message.address != null && $Object.hasOwnProperty.call(message, "address"))
                    if (!(message.address && typeof message.address.length === "number" || $util.isString(message.address)))
                        return "address: buffer expected";
                return null;
            };

            /**
             * Creates a Lookup message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof festoon.v1.Lookup
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {festoon.v1.Lookup} Lookup
             */
            Lookup.fromObject = function (object, _depth) {
                if (object instanceof $root.festoon.v1.Lookup)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".festoon.v1.Lookup: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.festoon.v1.Lookup();
                if (object.id != null)
                    if ($Number(object.id) !== 0)
                        message.id = object.id >>> 0;
                if (object.address != null)
                    if (object.address.length)
                        if (typeof object.address === "string")
                            $util.base64.decode(object.address, message.address = $util.newBuffer($util.base64.length(object.address)), 0);
                        else if (object.address.length >= 0)
                            message.address = object.address;
                return message;
            };

            /**
             * Creates a plain object from a Lookup message. Also converts values to other types if specified.
             * @function toObject
             * @memberof festoon.v1.Lookup
             * @static
             * @param {festoon.v1.Lookup} message Lookup
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Lookup.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.id = 0;
                    if (options.bytes === $String)
                        object.address = "";
                    else {
                        object.address = [];
                        if (options.bytes !== $Array)
                            object.address = $util.newBuffer(object.address);
                    }
                }
                if (message.id != null && $Object.hasOwnProperty.call(message, "id"))
                    object.id = message.id;
                if (message.address != null && $Object.hasOwnProperty.call(message, "address"))
                    object.address = options.bytes === $String ? $util.base64.encode(message.address, 0, message.address.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.address) : message.address;
                return object;
            };

            /**
             * Converts this Lookup to JSON.
             * @function toJSON
             * @memberof festoon.v1.Lookup
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Lookup.prototype.toJSON = function() {
                return Lookup.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Lookup
             * @function getTypeUrl
             * @memberof festoon.v1.Lookup
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Lookup.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/festoon.v1.Lookup";
            };

            return Lookup;
        })();

        v1.Introduction = (function() {

            /**
             * Properties of an Introduction.
             * @typedef {Object} festoon.v1.Introduction.$Properties
             * @property {number|null} [id] Introduction id
             * @property {Uint8Array|null} [address] Introduction address
             * @property {number|null} [result] Introduction result
             * @property {Uint8Array|null} [record] Introduction record
             * @property {Array.<Uint8Array>|null} [chain] Introduction chain
             * @property {number|null} [handle] Introduction handle
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an Introduction.
             * @memberof festoon.v1
             * @interface IIntroduction
             * @augments festoon.v1.Introduction.$Properties
             * @deprecated Use festoon.v1.Introduction.$Properties instead.
             */

            /**
             * Shape of an Introduction.
             * @typedef {festoon.v1.Introduction.$Properties} festoon.v1.Introduction.$Shape
             */

            /**
             * Constructs a new Introduction.
             * @memberof festoon.v1
             * @classdesc Represents an Introduction.
             * @constructor
             * @param {festoon.v1.Introduction.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Introduction = function (properties) {
                this.chain = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Introduction id.
             * @member {number} id
             * @memberof festoon.v1.Introduction
             * @instance
             */
            Introduction.prototype.id = 0;

            /**
             * Introduction address.
             * @member {Uint8Array} address
             * @memberof festoon.v1.Introduction
             * @instance
             */
            Introduction.prototype.address = $util.newBuffer([]);

            /**
             * Introduction result.
             * @member {number} result
             * @memberof festoon.v1.Introduction
             * @instance
             */
            Introduction.prototype.result = 0;

            /**
             * Introduction record.
             * @member {Uint8Array} record
             * @memberof festoon.v1.Introduction
             * @instance
             */
            Introduction.prototype.record = $util.newBuffer([]);

            /**
             * Introduction chain.
             * @member {Array.<Uint8Array>} chain
             * @memberof festoon.v1.Introduction
             * @instance
             */
            Introduction.prototype.chain = $util.emptyArray;

            /**
             * Introduction handle.
             * @member {number} handle
             * @memberof festoon.v1.Introduction
             * @instance
             */
            Introduction.prototype.handle = 0;

            /**
             * Creates a new Introduction instance using the specified properties.
             * @function create
             * @memberof festoon.v1.Introduction
             * @static
             * @param {festoon.v1.Introduction.$Properties=} [properties] Properties to set
             * @returns {festoon.v1.Introduction} Introduction instance
             * @type {{
             *   (properties: festoon.v1.Introduction.$Shape): festoon.v1.Introduction & festoon.v1.Introduction.$Shape;
             *   (properties?: festoon.v1.Introduction.$Properties): festoon.v1.Introduction;
             * }}
             */
            Introduction.create = function(properties) {
                return new Introduction(properties);
            };

            /**
             * Encodes the specified Introduction message. Does not implicitly {@link festoon.v1.Introduction.verify|verify} messages.
             * @function encode
             * @memberof festoon.v1.Introduction
             * @static
             * @param {festoon.v1.Introduction.$Properties} message Introduction message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Introduction.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.id);
                if (message.address != null && $Object.hasOwnProperty.call(message, "address") && message.address.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.address);
                if (message.result != null && $Object.hasOwnProperty.call(message, "result") && message.result !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.result);
                if (message.record != null && $Object.hasOwnProperty.call(message, "record") && message.record.length)
                    writer.uint32(/* id 4, wireType 2 =*/34).bytes(message.record);
                if (message.chain != null && message.chain.length)
                    for (let i = 0; i < message.chain.length; ++i)
                        writer.uint32(/* id 5, wireType 2 =*/42).bytes(message.chain[i]);
                if (message.handle != null && $Object.hasOwnProperty.call(message, "handle") && message.handle !== 0)
                    writer.uint32(/* id 6, wireType 5 =*/53).fixed32(message.handle);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified Introduction message, length delimited. Does not implicitly {@link festoon.v1.Introduction.verify|verify} messages.
             * @function encodeDelimited
             * @memberof festoon.v1.Introduction
             * @static
             * @param {festoon.v1.Introduction.$Properties} message Introduction message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Introduction.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes an Introduction message from the specified reader or buffer.
             * @function decode
             * @memberof festoon.v1.Introduction
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {festoon.v1.Introduction & festoon.v1.Introduction.$Shape} Introduction
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Introduction.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.festoon.v1.Introduction();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.address = value;
                            else
                                delete message.address;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.result = value;
                            else
                                delete message.result;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.record = value;
                            else
                                delete message.record;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if (!(message.chain && message.chain.length))
                                message.chain = [];
                            message.chain.push(reader.bytes());
                            continue;
                        }
                    case 6: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.handle = value;
                            else
                                delete message.handle;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes an Introduction message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof festoon.v1.Introduction
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {festoon.v1.Introduction & festoon.v1.Introduction.$Shape} Introduction
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Introduction.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Verifies an Introduction message.
             * @function verify
             * @memberof festoon.v1.Introduction
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            Introduction.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.id != null && $Object.hasOwnProperty.call(message, "id"))
                    if (!$util.isInteger(message.id))
                        return "id: integer expected";
                if (message.address != null && $Object.hasOwnProperty.call(message, "address"))
                    if (!(message.address && typeof message.address.length === "number" || $util.isString(message.address)))
                        return "address: buffer expected";
                if (message.result != null && $Object.hasOwnProperty.call(message, "result"))
                    if (!$util.isInteger(message.result))
                        return "result: integer expected";
                if (message.record != null && $Object.hasOwnProperty.call(message, "record"))
                    if (!(message.record && typeof message.record.length === "number" || $util.isString(message.record)))
                        return "record: buffer expected";
                if (message.chain != null && $Object.hasOwnProperty.call(message, "chain")) {
                    if (!$Array.isArray(message.chain))
                        return "chain: array expected";
                    for (let i = 0; i < message.chain.length; ++i)
                        if (!(message.chain[i] && typeof message.chain[i].length === "number" || $util.isString(message.chain[i])))
                            return "chain: buffer[] expected";
                }
                if (message.handle != null && $Object.hasOwnProperty.call(message, "handle"))
                    if (!$util.isInteger(message.handle))
                        return "handle: integer expected";
                return null;
            };

            /**
             * Creates an Introduction message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof festoon.v1.Introduction
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {festoon.v1.Introduction} Introduction
             */
            Introduction.fromObject = function (object, _depth) {
                if (object instanceof $root.festoon.v1.Introduction)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".festoon.v1.Introduction: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.festoon.v1.Introduction();
                if (object.id != null)
                    if ($Number(object.id) !== 0)
                        message.id = object.id >>> 0;
                if (object.address != null)
                    if (object.address.length)
                        if (typeof object.address === "string")
                            $util.base64.decode(object.address, message.address = $util.newBuffer($util.base64.length(object.address)), 0);
                        else if (object.address.length >= 0)
                            message.address = object.address;
                if (object.result != null)
                    if ($Number(object.result) !== 0)
                        message.result = object.result >>> 0;
                if (object.record != null)
                    if (object.record.length)
                        if (typeof object.record === "string")
                            $util.base64.decode(object.record, message.record = $util.newBuffer($util.base64.length(object.record)), 0);
                        else if (object.record.length >= 0)
                            message.record = object.record;
                if (object.chain) {
                    if (!$Array.isArray(object.chain))
                        throw $TypeError(".festoon.v1.Introduction.chain: array expected");
                    message.chain = $Array(object.chain.length);
                    for (let i = 0; i < object.chain.length; ++i)
                        if (typeof object.chain[i] === "string")
                            $util.base64.decode(object.chain[i], message.chain[i] = $util.newBuffer($util.base64.length(object.chain[i])), 0);
                        else if (object.chain[i].length >= 0)
                            message.chain[i] = object.chain[i];
                }
                if (object.handle != null)
                    if ($Number(object.handle) !== 0)
                        message.handle = object.handle >>> 0;
                return message;
            };

            /**
             * Creates a plain object from an Introduction message. Also converts values to other types if specified.
             * @function toObject
             * @memberof festoon.v1.Introduction
             * @static
             * @param {festoon.v1.Introduction} message Introduction
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Introduction.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults)
                    object.chain = [];
                if (options.defaults) {
                    object.id = 0;
                    if (options.bytes === $String)
                        object.address = "";
                    else {
                        object.address = [];
                        if (options.bytes !== $Array)
                            object.address = $util.newBuffer(object.address);
                    }
                    object.result = 0;
                    if (options.bytes === $String)
                        object.record = "";
                    else {
                        object.record = [];
                        if (options.bytes !== $Array)
                            object.record = $util.newBuffer(object.record);
                    }
                    object.handle = 0;
                }
                if (message.id != null && $Object.hasOwnProperty.call(message, "id"))
                    object.id = message.id;
                if (message.address != null && $Object.hasOwnProperty.call(message, "address"))
                    object.address = options.bytes === $String ? $util.base64.encode(message.address, 0, message.address.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.address) : message.address;
                if (message.result != null && $Object.hasOwnProperty.call(message, "result"))
                    object.result = message.result;
                if (message.record != null && $Object.hasOwnProperty.call(message, "record"))
                    object.record = options.bytes === $String ? $util.base64.encode(message.record, 0, message.record.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.record) : message.record;
                if (message.chain && message.chain.length) {
                    object.chain = $Array(message.chain.length);
                    for (let j = 0; j < message.chain.length; ++j)
                        object.chain[j] = options.bytes === $String ? $util.base64.encode(message.chain[j], 0, message.chain[j].length) : options.bytes === $Array ? $Array.prototype.slice.call(message.chain[j]) : message.chain[j];
                }
                if (message.handle != null && $Object.hasOwnProperty.call(message, "handle"))
                    object.handle = message.handle;
                return object;
            };

            /**
             * Converts this Introduction to JSON.
             * @function toJSON
             * @memberof festoon.v1.Introduction
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Introduction.prototype.toJSON = function() {
                return Introduction.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Introduction
             * @function getTypeUrl
             * @memberof festoon.v1.Introduction
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Introduction.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/festoon.v1.Introduction";
            };

            return Introduction;
        })();

        v1.NotHere = (function() {

            /**
             * Properties of a NotHere.
             * @typedef {Object} festoon.v1.NotHere.$Properties
             * @property {number|null} [handle] NotHere handle
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a NotHere.
             * @memberof festoon.v1
             * @interface INotHere
             * @augments festoon.v1.NotHere.$Properties
             * @deprecated Use festoon.v1.NotHere.$Properties instead.
             */

            /**
             * Shape of a NotHere.
             * @typedef {festoon.v1.NotHere.$Properties} festoon.v1.NotHere.$Shape
             */

            /**
             * Constructs a new NotHere.
             * @memberof festoon.v1
             * @classdesc Represents a NotHere.
             * @constructor
             * @param {festoon.v1.NotHere.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const NotHere = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * NotHere handle.
             * @member {number} handle
             * @memberof festoon.v1.NotHere
             * @instance
             */
            NotHere.prototype.handle = 0;

            /**
             * Creates a new NotHere instance using the specified properties.
             * @function create
             * @memberof festoon.v1.NotHere
             * @static
             * @param {festoon.v1.NotHere.$Properties=} [properties] Properties to set
             * @returns {festoon.v1.NotHere} NotHere instance
             * @type {{
             *   (properties: festoon.v1.NotHere.$Shape): festoon.v1.NotHere & festoon.v1.NotHere.$Shape;
             *   (properties?: festoon.v1.NotHere.$Properties): festoon.v1.NotHere;
             * }}
             */
            NotHere.create = function(properties) {
                return new NotHere(properties);
            };

            /**
             * Encodes the specified NotHere message. Does not implicitly {@link festoon.v1.NotHere.verify|verify} messages.
             * @function encode
             * @memberof festoon.v1.NotHere
             * @static
             * @param {festoon.v1.NotHere.$Properties} message NotHere message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            NotHere.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.handle != null && $Object.hasOwnProperty.call(message, "handle") && message.handle !== 0)
                    writer.uint32(/* id 1, wireType 5 =*/13).fixed32(message.handle);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified NotHere message, length delimited. Does not implicitly {@link festoon.v1.NotHere.verify|verify} messages.
             * @function encodeDelimited
             * @memberof festoon.v1.NotHere
             * @static
             * @param {festoon.v1.NotHere.$Properties} message NotHere message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            NotHere.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a NotHere message from the specified reader or buffer.
             * @function decode
             * @memberof festoon.v1.NotHere
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {festoon.v1.NotHere & festoon.v1.NotHere.$Shape} NotHere
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            NotHere.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.festoon.v1.NotHere();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.handle = value;
                            else
                                delete message.handle;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a NotHere message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof festoon.v1.NotHere
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {festoon.v1.NotHere & festoon.v1.NotHere.$Shape} NotHere
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            NotHere.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Verifies a NotHere message.
             * @function verify
             * @memberof festoon.v1.NotHere
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            NotHere.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.handle != null && $Object.hasOwnProperty.call(message, "handle"))
                    if (!$util.isInteger(message.handle))
                        return "handle: integer expected";
                return null;
            };

            /**
             * Creates a NotHere message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof festoon.v1.NotHere
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {festoon.v1.NotHere} NotHere
             */
            NotHere.fromObject = function (object, _depth) {
                if (object instanceof $root.festoon.v1.NotHere)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".festoon.v1.NotHere: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.festoon.v1.NotHere();
                if (object.handle != null)
                    if ($Number(object.handle) !== 0)
                        message.handle = object.handle >>> 0;
                return message;
            };

            /**
             * Creates a plain object from a NotHere message. Also converts values to other types if specified.
             * @function toObject
             * @memberof festoon.v1.NotHere
             * @static
             * @param {festoon.v1.NotHere} message NotHere
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            NotHere.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults)
                    object.handle = 0;
                if (message.handle != null && $Object.hasOwnProperty.call(message, "handle"))
                    object.handle = message.handle;
                return object;
            };

            /**
             * Converts this NotHere to JSON.
             * @function toJSON
             * @memberof festoon.v1.NotHere
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            NotHere.prototype.toJSON = function() {
                return NotHere.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for NotHere
             * @function getTypeUrl
             * @memberof festoon.v1.NotHere
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            NotHere.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/festoon.v1.NotHere";
            };

            return NotHere;
        })();

        v1.Push = (function() {

            /**
             * Properties of a Push.
             * @typedef {Object} festoon.v1.Push.$Properties
             * @property {number|null} [seq] Push seq
             * @property {Array.<festoon.v1.PushEntry.$Properties>|null} [entries] Push entries
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Push.
             * @memberof festoon.v1
             * @interface IPush
             * @augments festoon.v1.Push.$Properties
             * @deprecated Use festoon.v1.Push.$Properties instead.
             */

            /**
             * Shape of a Push.
             * @typedef {festoon.v1.Push.$Properties} festoon.v1.Push.$Shape
             */

            /**
             * Constructs a new Push.
             * @memberof festoon.v1
             * @classdesc Represents a Push.
             * @constructor
             * @param {festoon.v1.Push.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Push = function (properties) {
                this.entries = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Push seq.
             * @member {number} seq
             * @memberof festoon.v1.Push
             * @instance
             */
            Push.prototype.seq = 0;

            /**
             * Push entries.
             * @member {Array.<festoon.v1.PushEntry.$Properties>} entries
             * @memberof festoon.v1.Push
             * @instance
             */
            Push.prototype.entries = $util.emptyArray;

            /**
             * Creates a new Push instance using the specified properties.
             * @function create
             * @memberof festoon.v1.Push
             * @static
             * @param {festoon.v1.Push.$Properties=} [properties] Properties to set
             * @returns {festoon.v1.Push} Push instance
             * @type {{
             *   (properties: festoon.v1.Push.$Shape): festoon.v1.Push & festoon.v1.Push.$Shape;
             *   (properties?: festoon.v1.Push.$Properties): festoon.v1.Push;
             * }}
             */
            Push.create = function(properties) {
                return new Push(properties);
            };

            /**
             * Encodes the specified Push message. Does not implicitly {@link festoon.v1.Push.verify|verify} messages.
             * @function encode
             * @memberof festoon.v1.Push
             * @static
             * @param {festoon.v1.Push.$Properties} message Push message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Push.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.seq != null && $Object.hasOwnProperty.call(message, "seq") && message.seq !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.seq);
                if (message.entries != null && message.entries.length)
                    for (let i = 0; i < message.entries.length; ++i)
                        $root.festoon.v1.PushEntry.encode(message.entries[i], writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified Push message, length delimited. Does not implicitly {@link festoon.v1.Push.verify|verify} messages.
             * @function encodeDelimited
             * @memberof festoon.v1.Push
             * @static
             * @param {festoon.v1.Push.$Properties} message Push message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Push.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a Push message from the specified reader or buffer.
             * @function decode
             * @memberof festoon.v1.Push
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {festoon.v1.Push & festoon.v1.Push.$Shape} Push
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Push.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.festoon.v1.Push();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.seq = value;
                            else
                                delete message.seq;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if (!(message.entries && message.entries.length))
                                message.entries = [];
                            message.entries.push($root.festoon.v1.PushEntry.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a Push message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof festoon.v1.Push
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {festoon.v1.Push & festoon.v1.Push.$Shape} Push
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Push.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Verifies a Push message.
             * @function verify
             * @memberof festoon.v1.Push
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            Push.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.seq != null && $Object.hasOwnProperty.call(message, "seq"))
                    if (!$util.isInteger(message.seq))
                        return "seq: integer expected";
                if (message.entries != null && $Object.hasOwnProperty.call(message, "entries")) {
                    if (!$Array.isArray(message.entries))
                        return "entries: array expected";
                    for (let i = 0; i < message.entries.length; ++i) {
                        let error = $root.festoon.v1.PushEntry.verify(message.entries[i], _depth + 1);
                        if (error)
                            return "entries." + error;
                    }
                }
                return null;
            };

            /**
             * Creates a Push message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof festoon.v1.Push
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {festoon.v1.Push} Push
             */
            Push.fromObject = function (object, _depth) {
                if (object instanceof $root.festoon.v1.Push)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".festoon.v1.Push: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.festoon.v1.Push();
                if (object.seq != null)
                    if ($Number(object.seq) !== 0)
                        message.seq = object.seq >>> 0;
                if (object.entries) {
                    if (!$Array.isArray(object.entries))
                        throw $TypeError(".festoon.v1.Push.entries: array expected");
                    message.entries = $Array(object.entries.length);
                    for (let i = 0; i < object.entries.length; ++i) {
                        if (!$util.isObject(object.entries[i]))
                            throw $TypeError(".festoon.v1.Push.entries: object expected");
                        message.entries[i] = $root.festoon.v1.PushEntry.fromObject(object.entries[i], _depth + 1);
                    }
                }
                return message;
            };

            /**
             * Creates a plain object from a Push message. Also converts values to other types if specified.
             * @function toObject
             * @memberof festoon.v1.Push
             * @static
             * @param {festoon.v1.Push} message Push
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Push.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults)
                    object.entries = [];
                if (options.defaults)
                    object.seq = 0;
                if (message.seq != null && $Object.hasOwnProperty.call(message, "seq"))
                    object.seq = message.seq;
                if (message.entries && message.entries.length) {
                    object.entries = $Array(message.entries.length);
                    for (let j = 0; j < message.entries.length; ++j)
                        object.entries[j] = $root.festoon.v1.PushEntry.toObject(message.entries[j], options, _depth + 1);
                }
                return object;
            };

            /**
             * Converts this Push to JSON.
             * @function toJSON
             * @memberof festoon.v1.Push
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Push.prototype.toJSON = function() {
                return Push.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Push
             * @function getTypeUrl
             * @memberof festoon.v1.Push
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Push.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/festoon.v1.Push";
            };

            return Push;
        })();

        v1.PushEntry = (function() {

            /**
             * Properties of a PushEntry.
             * @typedef {Object} festoon.v1.PushEntry.$Properties
             * @property {Uint8Array|null} [record] PushEntry record
             * @property {Array.<Uint8Array>|null} [chain] PushEntry chain
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a PushEntry.
             * @memberof festoon.v1
             * @interface IPushEntry
             * @augments festoon.v1.PushEntry.$Properties
             * @deprecated Use festoon.v1.PushEntry.$Properties instead.
             */

            /**
             * Shape of a PushEntry.
             * @typedef {festoon.v1.PushEntry.$Properties} festoon.v1.PushEntry.$Shape
             */

            /**
             * Constructs a new PushEntry.
             * @memberof festoon.v1
             * @classdesc Represents a PushEntry.
             * @constructor
             * @param {festoon.v1.PushEntry.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const PushEntry = function (properties) {
                this.chain = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * PushEntry record.
             * @member {Uint8Array} record
             * @memberof festoon.v1.PushEntry
             * @instance
             */
            PushEntry.prototype.record = $util.newBuffer([]);

            /**
             * PushEntry chain.
             * @member {Array.<Uint8Array>} chain
             * @memberof festoon.v1.PushEntry
             * @instance
             */
            PushEntry.prototype.chain = $util.emptyArray;

            /**
             * Creates a new PushEntry instance using the specified properties.
             * @function create
             * @memberof festoon.v1.PushEntry
             * @static
             * @param {festoon.v1.PushEntry.$Properties=} [properties] Properties to set
             * @returns {festoon.v1.PushEntry} PushEntry instance
             * @type {{
             *   (properties: festoon.v1.PushEntry.$Shape): festoon.v1.PushEntry & festoon.v1.PushEntry.$Shape;
             *   (properties?: festoon.v1.PushEntry.$Properties): festoon.v1.PushEntry;
             * }}
             */
            PushEntry.create = function(properties) {
                return new PushEntry(properties);
            };

            /**
             * Encodes the specified PushEntry message. Does not implicitly {@link festoon.v1.PushEntry.verify|verify} messages.
             * @function encode
             * @memberof festoon.v1.PushEntry
             * @static
             * @param {festoon.v1.PushEntry.$Properties} message PushEntry message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            PushEntry.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.record != null && $Object.hasOwnProperty.call(message, "record") && message.record.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.record);
                if (message.chain != null && message.chain.length)
                    for (let i = 0; i < message.chain.length; ++i)
                        writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.chain[i]);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified PushEntry message, length delimited. Does not implicitly {@link festoon.v1.PushEntry.verify|verify} messages.
             * @function encodeDelimited
             * @memberof festoon.v1.PushEntry
             * @static
             * @param {festoon.v1.PushEntry.$Properties} message PushEntry message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            PushEntry.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a PushEntry message from the specified reader or buffer.
             * @function decode
             * @memberof festoon.v1.PushEntry
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {festoon.v1.PushEntry & festoon.v1.PushEntry.$Shape} PushEntry
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            PushEntry.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.festoon.v1.PushEntry();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.record = value;
                            else
                                delete message.record;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if (!(message.chain && message.chain.length))
                                message.chain = [];
                            message.chain.push(reader.bytes());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a PushEntry message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof festoon.v1.PushEntry
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {festoon.v1.PushEntry & festoon.v1.PushEntry.$Shape} PushEntry
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            PushEntry.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Verifies a PushEntry message.
             * @function verify
             * @memberof festoon.v1.PushEntry
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            PushEntry.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.record != null && $Object.hasOwnProperty.call(message, "record"))
                    if (!(message.record && typeof message.record.length === "number" || $util.isString(message.record)))
                        return "record: buffer expected";
                if (message.chain != null && $Object.hasOwnProperty.call(message, "chain")) {
                    if (!$Array.isArray(message.chain))
                        return "chain: array expected";
                    for (let i = 0; i < message.chain.length; ++i)
                        if (!(message.chain[i] && typeof message.chain[i].length === "number" || $util.isString(message.chain[i])))
                            return "chain: buffer[] expected";
                }
                return null;
            };

            /**
             * Creates a PushEntry message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof festoon.v1.PushEntry
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {festoon.v1.PushEntry} PushEntry
             */
            PushEntry.fromObject = function (object, _depth) {
                if (object instanceof $root.festoon.v1.PushEntry)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".festoon.v1.PushEntry: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.festoon.v1.PushEntry();
                if (object.record != null)
                    if (object.record.length)
                        if (typeof object.record === "string")
                            $util.base64.decode(object.record, message.record = $util.newBuffer($util.base64.length(object.record)), 0);
                        else if (object.record.length >= 0)
                            message.record = object.record;
                if (object.chain) {
                    if (!$Array.isArray(object.chain))
                        throw $TypeError(".festoon.v1.PushEntry.chain: array expected");
                    message.chain = $Array(object.chain.length);
                    for (let i = 0; i < object.chain.length; ++i)
                        if (typeof object.chain[i] === "string")
                            $util.base64.decode(object.chain[i], message.chain[i] = $util.newBuffer($util.base64.length(object.chain[i])), 0);
                        else if (object.chain[i].length >= 0)
                            message.chain[i] = object.chain[i];
                }
                return message;
            };

            /**
             * Creates a plain object from a PushEntry message. Also converts values to other types if specified.
             * @function toObject
             * @memberof festoon.v1.PushEntry
             * @static
             * @param {festoon.v1.PushEntry} message PushEntry
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            PushEntry.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.arrays || options.defaults)
                    object.chain = [];
                if (options.defaults)
                    if (options.bytes === $String)
                        object.record = "";
                    else {
                        object.record = [];
                        if (options.bytes !== $Array)
                            object.record = $util.newBuffer(object.record);
                    }
                if (message.record != null && $Object.hasOwnProperty.call(message, "record"))
                    object.record = options.bytes === $String ? $util.base64.encode(message.record, 0, message.record.length) : options.bytes === $Array ? $Array.prototype.slice.call(message.record) : message.record;
                if (message.chain && message.chain.length) {
                    object.chain = $Array(message.chain.length);
                    for (let j = 0; j < message.chain.length; ++j)
                        object.chain[j] = options.bytes === $String ? $util.base64.encode(message.chain[j], 0, message.chain[j].length) : options.bytes === $Array ? $Array.prototype.slice.call(message.chain[j]) : message.chain[j];
                }
                return object;
            };

            /**
             * Converts this PushEntry to JSON.
             * @function toJSON
             * @memberof festoon.v1.PushEntry
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            PushEntry.prototype.toJSON = function() {
                return PushEntry.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for PushEntry
             * @function getTypeUrl
             * @memberof festoon.v1.PushEntry
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            PushEntry.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/festoon.v1.PushEntry";
            };

            return PushEntry;
        })();

        v1.Pushed = (function() {

            /**
             * Properties of a Pushed.
             * @typedef {Object} festoon.v1.Pushed.$Properties
             * @property {number|null} [seq] Pushed seq
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Pushed.
             * @memberof festoon.v1
             * @interface IPushed
             * @augments festoon.v1.Pushed.$Properties
             * @deprecated Use festoon.v1.Pushed.$Properties instead.
             */

            /**
             * Shape of a Pushed.
             * @typedef {festoon.v1.Pushed.$Properties} festoon.v1.Pushed.$Shape
             */

            /**
             * Constructs a new Pushed.
             * @memberof festoon.v1
             * @classdesc Represents a Pushed.
             * @constructor
             * @param {festoon.v1.Pushed.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Pushed = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Pushed seq.
             * @member {number} seq
             * @memberof festoon.v1.Pushed
             * @instance
             */
            Pushed.prototype.seq = 0;

            /**
             * Creates a new Pushed instance using the specified properties.
             * @function create
             * @memberof festoon.v1.Pushed
             * @static
             * @param {festoon.v1.Pushed.$Properties=} [properties] Properties to set
             * @returns {festoon.v1.Pushed} Pushed instance
             * @type {{
             *   (properties: festoon.v1.Pushed.$Shape): festoon.v1.Pushed & festoon.v1.Pushed.$Shape;
             *   (properties?: festoon.v1.Pushed.$Properties): festoon.v1.Pushed;
             * }}
             */
            Pushed.create = function(properties) {
                return new Pushed(properties);
            };

            /**
             * Encodes the specified Pushed message. Does not implicitly {@link festoon.v1.Pushed.verify|verify} messages.
             * @function encode
             * @memberof festoon.v1.Pushed
             * @static
             * @param {festoon.v1.Pushed.$Properties} message Pushed message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Pushed.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.seq != null && $Object.hasOwnProperty.call(message, "seq") && message.seq !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.seq);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified Pushed message, length delimited. Does not implicitly {@link festoon.v1.Pushed.verify|verify} messages.
             * @function encodeDelimited
             * @memberof festoon.v1.Pushed
             * @static
             * @param {festoon.v1.Pushed.$Properties} message Pushed message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Pushed.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a Pushed message from the specified reader or buffer.
             * @function decode
             * @memberof festoon.v1.Pushed
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {festoon.v1.Pushed & festoon.v1.Pushed.$Shape} Pushed
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Pushed.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.festoon.v1.Pushed();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.seq = value;
                            else
                                delete message.seq;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a Pushed message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof festoon.v1.Pushed
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {festoon.v1.Pushed & festoon.v1.Pushed.$Shape} Pushed
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Pushed.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Verifies a Pushed message.
             * @function verify
             * @memberof festoon.v1.Pushed
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            Pushed.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.seq != null && $Object.hasOwnProperty.call(message, "seq"))
                    if (!$util.isInteger(message.seq))
                        return "seq: integer expected";
                return null;
            };

            /**
             * Creates a Pushed message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof festoon.v1.Pushed
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {festoon.v1.Pushed} Pushed
             */
            Pushed.fromObject = function (object, _depth) {
                if (object instanceof $root.festoon.v1.Pushed)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".festoon.v1.Pushed: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.festoon.v1.Pushed();
                if (object.seq != null)
                    if ($Number(object.seq) !== 0)
                        message.seq = object.seq >>> 0;
                return message;
            };

            /**
             * Creates a plain object from a Pushed message. Also converts values to other types if specified.
             * @function toObject
             * @memberof festoon.v1.Pushed
             * @static
             * @param {festoon.v1.Pushed} message Pushed
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Pushed.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults)
                    object.seq = 0;
                if (message.seq != null && $Object.hasOwnProperty.call(message, "seq"))
                    object.seq = message.seq;
                return object;
            };

            /**
             * Converts this Pushed to JSON.
             * @function toJSON
             * @memberof festoon.v1.Pushed
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Pushed.prototype.toJSON = function() {
                return Pushed.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Pushed
             * @function getTypeUrl
             * @memberof festoon.v1.Pushed
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Pushed.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/festoon.v1.Pushed";
            };

            return Pushed;
        })();

        v1.OpenRelay = (function() {

            /**
             * Properties of an OpenRelay.
             * @typedef {Object} festoon.v1.OpenRelay.$Properties
             * @property {number|null} [id] OpenRelay id
             * @property {string|null} [source] OpenRelay source
             * @property {string|null} [target] OpenRelay target
             * @property {number|null} [back] OpenRelay back
             * @property {number|null} [forth] OpenRelay forth
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an OpenRelay.
             * @memberof festoon.v1
             * @interface IOpenRelay
             * @augments festoon.v1.OpenRelay.$Properties
             * @deprecated Use festoon.v1.OpenRelay.$Properties instead.
             */

            /**
             * Shape of an OpenRelay.
             * @typedef {festoon.v1.OpenRelay.$Properties} festoon.v1.OpenRelay.$Shape
             */

            /**
             * Constructs a new OpenRelay.
             * @memberof festoon.v1
             * @classdesc Represents an OpenRelay.
             * @constructor
             * @param {festoon.v1.OpenRelay.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const OpenRelay = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * OpenRelay id.
             * @member {number} id
             * @memberof festoon.v1.OpenRelay
             * @instance
             */
            OpenRelay.prototype.id = 0;

            /**
             * OpenRelay source.
             * @member {string} source
             * @memberof festoon.v1.OpenRelay
             * @instance
             */
            OpenRelay.prototype.source = "";

            /**
             * OpenRelay target.
             * @member {string} target
             * @memberof festoon.v1.OpenRelay
             * @instance
             */
            OpenRelay.prototype.target = "";

            /**
             * OpenRelay back.
             * @member {number} back
             * @memberof festoon.v1.OpenRelay
             * @instance
             */
            OpenRelay.prototype.back = 0;

            /**
             * OpenRelay forth.
             * @member {number} forth
             * @memberof festoon.v1.OpenRelay
             * @instance
             */
            OpenRelay.prototype.forth = 0;

            /**
             * Creates a new OpenRelay instance using the specified properties.
             * @function create
             * @memberof festoon.v1.OpenRelay
             * @static
             * @param {festoon.v1.OpenRelay.$Properties=} [properties] Properties to set
             * @returns {festoon.v1.OpenRelay} OpenRelay instance
             * @type {{
             *   (properties: festoon.v1.OpenRelay.$Shape): festoon.v1.OpenRelay & festoon.v1.OpenRelay.$Shape;
             *   (properties?: festoon.v1.OpenRelay.$Properties): festoon.v1.OpenRelay;
             * }}
             */
            OpenRelay.create = function(properties) {
                return new OpenRelay(properties);
            };

            /**
             * Encodes the specified OpenRelay message. Does not implicitly {@link festoon.v1.OpenRelay.verify|verify} messages.
             * @function encode
             * @memberof festoon.v1.OpenRelay
             * @static
             * @param {festoon.v1.OpenRelay.$Properties} message OpenRelay message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            OpenRelay.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.id);
                if (message.source != null && $Object.hasOwnProperty.call(message, "source") && message.source !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.source);
                if (message.target != null && $Object.hasOwnProperty.call(message, "target") && message.target !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.target);
                if (message.back != null && $Object.hasOwnProperty.call(message, "back") && message.back !== 0)
                    writer.uint32(/* id 4, wireType 5 =*/37).fixed32(message.back);
                if (message.forth != null && $Object.hasOwnProperty.call(message, "forth") && message.forth !== 0)
                    writer.uint32(/* id 5, wireType 5 =*/45).fixed32(message.forth);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified OpenRelay message, length delimited. Does not implicitly {@link festoon.v1.OpenRelay.verify|verify} messages.
             * @function encodeDelimited
             * @memberof festoon.v1.OpenRelay
             * @static
             * @param {festoon.v1.OpenRelay.$Properties} message OpenRelay message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            OpenRelay.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes an OpenRelay message from the specified reader or buffer.
             * @function decode
             * @memberof festoon.v1.OpenRelay
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {festoon.v1.OpenRelay & festoon.v1.OpenRelay.$Shape} OpenRelay
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            OpenRelay.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.festoon.v1.OpenRelay();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.source = value;
                            else
                                delete message.source;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.target = value;
                            else
                                delete message.target;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.back = value;
                            else
                                delete message.back;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.forth = value;
                            else
                                delete message.forth;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes an OpenRelay message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof festoon.v1.OpenRelay
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {festoon.v1.OpenRelay & festoon.v1.OpenRelay.$Shape} OpenRelay
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            OpenRelay.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Verifies an OpenRelay message.
             * @function verify
             * @memberof festoon.v1.OpenRelay
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            OpenRelay.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.id != null && $Object.hasOwnProperty.call(message, "id"))
                    if (!$util.isInteger(message.id))
                        return "id: integer expected";
                if (message.source != null && $Object.hasOwnProperty.call(message, "source"))
                    if (!$util.isString(message.source))
                        return "source: string expected";
                if (message.target != null && $Object.hasOwnProperty.call(message, "target"))
                    if (!$util.isString(message.target))
                        return "target: string expected";
                if (message.back != null && $Object.hasOwnProperty.call(message, "back"))
                    if (!$util.isInteger(message.back))
                        return "back: integer expected";
                if (message.forth != null && $Object.hasOwnProperty.call(message, "forth"))
                    if (!$util.isInteger(message.forth))
                        return "forth: integer expected";
                return null;
            };

            /**
             * Creates an OpenRelay message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof festoon.v1.OpenRelay
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {festoon.v1.OpenRelay} OpenRelay
             */
            OpenRelay.fromObject = function (object, _depth) {
                if (object instanceof $root.festoon.v1.OpenRelay)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".festoon.v1.OpenRelay: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.festoon.v1.OpenRelay();
                if (object.id != null)
                    if ($Number(object.id) !== 0)
                        message.id = object.id >>> 0;
                if (object.source != null)
                    if (typeof object.source !== "string" || object.source.length)
                        message.source = $String(object.source);
                if (object.target != null)
                    if (typeof object.target !== "string" || object.target.length)
                        message.target = $String(object.target);
                if (object.back != null)
                    if ($Number(object.back) !== 0)
                        message.back = object.back >>> 0;
                if (object.forth != null)
                    if ($Number(object.forth) !== 0)
                        message.forth = object.forth >>> 0;
                return message;
            };

            /**
             * Creates a plain object from an OpenRelay message. Also converts values to other types if specified.
             * @function toObject
             * @memberof festoon.v1.OpenRelay
             * @static
             * @param {festoon.v1.OpenRelay} message OpenRelay
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            OpenRelay.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.id = 0;
                    object.source = "";
                    object.target = "";
                    object.back = 0;
                    object.forth = 0;
                }
                if (message.id != null && $Object.hasOwnProperty.call(message, "id"))
                    object.id = message.id;
                if (message.source != null && $Object.hasOwnProperty.call(message, "source"))
                    object.source = message.source;
                if (message.target != null && $Object.hasOwnProperty.call(message, "target"))
                    object.target = message.target;
                if (message.back != null && $Object.hasOwnProperty.call(message, "back"))
                    object.back = message.back;
                if (message.forth != null && $Object.hasOwnProperty.call(message, "forth"))
                    object.forth = message.forth;
                return object;
            };

            /**
             * Converts this OpenRelay to JSON.
             * @function toJSON
             * @memberof festoon.v1.OpenRelay
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            OpenRelay.prototype.toJSON = function() {
                return OpenRelay.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for OpenRelay
             * @function getTypeUrl
             * @memberof festoon.v1.OpenRelay
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            OpenRelay.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/festoon.v1.OpenRelay";
            };

            return OpenRelay;
        })();

        v1.RelayOpened = (function() {

            /**
             * Properties of a RelayOpened.
             * @typedef {Object} festoon.v1.RelayOpened.$Properties
             * @property {number|null} [id] RelayOpened id
             * @property {number|null} [result] RelayOpened result
             * @property {number|null} [handle] RelayOpened handle
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a RelayOpened.
             * @memberof festoon.v1
             * @interface IRelayOpened
             * @augments festoon.v1.RelayOpened.$Properties
             * @deprecated Use festoon.v1.RelayOpened.$Properties instead.
             */

            /**
             * Shape of a RelayOpened.
             * @typedef {festoon.v1.RelayOpened.$Properties} festoon.v1.RelayOpened.$Shape
             */

            /**
             * Constructs a new RelayOpened.
             * @memberof festoon.v1
             * @classdesc Represents a RelayOpened.
             * @constructor
             * @param {festoon.v1.RelayOpened.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const RelayOpened = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * RelayOpened id.
             * @member {number} id
             * @memberof festoon.v1.RelayOpened
             * @instance
             */
            RelayOpened.prototype.id = 0;

            /**
             * RelayOpened result.
             * @member {number} result
             * @memberof festoon.v1.RelayOpened
             * @instance
             */
            RelayOpened.prototype.result = 0;

            /**
             * RelayOpened handle.
             * @member {number} handle
             * @memberof festoon.v1.RelayOpened
             * @instance
             */
            RelayOpened.prototype.handle = 0;

            /**
             * Creates a new RelayOpened instance using the specified properties.
             * @function create
             * @memberof festoon.v1.RelayOpened
             * @static
             * @param {festoon.v1.RelayOpened.$Properties=} [properties] Properties to set
             * @returns {festoon.v1.RelayOpened} RelayOpened instance
             * @type {{
             *   (properties: festoon.v1.RelayOpened.$Shape): festoon.v1.RelayOpened & festoon.v1.RelayOpened.$Shape;
             *   (properties?: festoon.v1.RelayOpened.$Properties): festoon.v1.RelayOpened;
             * }}
             */
            RelayOpened.create = function(properties) {
                return new RelayOpened(properties);
            };

            /**
             * Encodes the specified RelayOpened message. Does not implicitly {@link festoon.v1.RelayOpened.verify|verify} messages.
             * @function encode
             * @memberof festoon.v1.RelayOpened
             * @static
             * @param {festoon.v1.RelayOpened.$Properties} message RelayOpened message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            RelayOpened.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.id);
                if (message.result != null && $Object.hasOwnProperty.call(message, "result") && message.result !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.result);
                if (message.handle != null && $Object.hasOwnProperty.call(message, "handle") && message.handle !== 0)
                    writer.uint32(/* id 3, wireType 5 =*/29).fixed32(message.handle);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified RelayOpened message, length delimited. Does not implicitly {@link festoon.v1.RelayOpened.verify|verify} messages.
             * @function encodeDelimited
             * @memberof festoon.v1.RelayOpened
             * @static
             * @param {festoon.v1.RelayOpened.$Properties} message RelayOpened message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            RelayOpened.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a RelayOpened message from the specified reader or buffer.
             * @function decode
             * @memberof festoon.v1.RelayOpened
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {festoon.v1.RelayOpened & festoon.v1.RelayOpened.$Shape} RelayOpened
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            RelayOpened.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.festoon.v1.RelayOpened();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.result = value;
                            else
                                delete message.result;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 5)
                                break;
                            if (value = reader.fixed32())
                                message.handle = value;
                            else
                                delete message.handle;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a RelayOpened message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof festoon.v1.RelayOpened
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {festoon.v1.RelayOpened & festoon.v1.RelayOpened.$Shape} RelayOpened
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            RelayOpened.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Verifies a RelayOpened message.
             * @function verify
             * @memberof festoon.v1.RelayOpened
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            RelayOpened.verify = function (message, _depth) {
                if (typeof message !== "object" || message === null)
                    return "object expected";
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    return "max depth exceeded";
                if (message.id != null && $Object.hasOwnProperty.call(message, "id"))
                    if (!$util.isInteger(message.id))
                        return "id: integer expected";
                if (message.result != null && $Object.hasOwnProperty.call(message, "result"))
                    if (!$util.isInteger(message.result))
                        return "result: integer expected";
                if (message.handle != null && $Object.hasOwnProperty.call(message, "handle"))
                    if (!$util.isInteger(message.handle))
                        return "handle: integer expected";
                return null;
            };

            /**
             * Creates a RelayOpened message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof festoon.v1.RelayOpened
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {festoon.v1.RelayOpened} RelayOpened
             */
            RelayOpened.fromObject = function (object, _depth) {
                if (object instanceof $root.festoon.v1.RelayOpened)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".festoon.v1.RelayOpened: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.festoon.v1.RelayOpened();
                if (object.id != null)
                    if ($Number(object.id) !== 0)
                        message.id = object.id >>> 0;
                if (object.result != null)
                    if ($Number(object.result) !== 0)
                        message.result = object.result >>> 0;
                if (object.handle != null)
                    if ($Number(object.handle) !== 0)
                        message.handle = object.handle >>> 0;
                return message;
            };

            /**
             * Creates a plain object from a RelayOpened message. Also converts values to other types if specified.
             * @function toObject
             * @memberof festoon.v1.RelayOpened
             * @static
             * @param {festoon.v1.RelayOpened} message RelayOpened
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            RelayOpened.toObject = function (message, options, _depth) {
                if (!options)
                    options = {};
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let object = {};
                if (options.defaults) {
                    object.id = 0;
                    object.result = 0;
                    object.handle = 0;
                }
                if (message.id != null && $Object.hasOwnProperty.call(message, "id"))
                    object.id = message.id;
                if (message.result != null && $Object.hasOwnProperty.call(message, "result"))
                    object.result = message.result;
                if (message.handle != null && $Object.hasOwnProperty.call(message, "handle"))
                    object.handle = message.handle;
                return object;
            };

            /**
             * Converts this RelayOpened to JSON.
             * @function toJSON
             * @memberof festoon.v1.RelayOpened
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            RelayOpened.prototype.toJSON = function() {
                return RelayOpened.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for RelayOpened
             * @function getTypeUrl
             * @memberof festoon.v1.RelayOpened
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            RelayOpened.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/festoon.v1.RelayOpened";
            };

            return RelayOpened;
        })();

        return v1;
    })();

    return festoon;
})();

export {
  $root as default
};
