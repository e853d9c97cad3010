/*eslint-disable block-scoped-var, id-length, no-control-regex, no-magic-numbers, no-mixed-operators, no-prototype-builtins, no-redeclare, no-shadow, no-var, sort-vars, default-case, jsdoc/require-param*/
import $protobuf from "protobufjs/minimal.js";

// Common aliases
const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError, $Array = $util.global.Array, $TypeError = $util.global.TypeError, $Number = $util.global.Number, $parseInt = $util.global.parseInt, $String = $util.global.String, $BigInt = $util.global.BigInt;

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

        v1.Certificate = (function() {

            /**
             * Properties of a Certificate.
             * @typedef {Object} festoon.v1.Certificate.$Properties
             * @property {Uint8Array|null} [body] Certificate body
             * @property {Uint8Array|null} [signature] Certificate signature
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Certificate.
             * @memberof festoon.v1
             * @interface ICertificate
             * @augments festoon.v1.Certificate.$Properties
             * @deprecated Use festoon.v1.Certificate.$Properties instead.
             */

            /**
             * Shape of a Certificate.
             * @typedef {festoon.v1.Certificate.$Properties} festoon.v1.Certificate.$Shape
             */

            /**
             * Constructs a new Certificate.
             * @memberof festoon.v1
             * @classdesc Represents a Certificate.
             * @constructor
             * @param {festoon.v1.Certificate.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Certificate = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Certificate body.
             * @member {Uint8Array} body
             * @memberof festoon.v1.Certificate
             * @instance
             */
            Certificate.prototype.body = $util.newBuffer([]);

            /**
             * Certificate signature.
             * @member {Uint8Array} signature
             * @memberof festoon.v1.Certificate
             * @instance
             */
            Certificate.prototype.signature = $util.newBuffer([]);

            /**
             * Creates a new Certificate instance using the specified properties.
             * @function create
             * @memberof festoon.v1.Certificate
             * @static
             * @param {festoon.v1.Certificate.$Properties=} [properties] Properties to set
             * @returns {festoon.v1.Certificate} Certificate instance
             * @type {{
             *   (properties: festoon.v1.Certificate.$Shape): festoon.v1.Certificate & festoon.v1.Certificate.$Shape;
             *   (properties?: festoon.v1.Certificate.$Properties): festoon.v1.Certificate;
             * }}
             */
            Certificate.create = function(properties) {
                return new Certificate(properties);
            };

            /**
             * Encodes the specified Certificate message. Does not implicitly {@link festoon.v1.Certificate.verify|verify} messages.
             * @function encode
             * @memberof festoon.v1.Certificate
             * @static
             * @param {festoon.v1.Certificate.$Properties} message Certificate message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Certificate.encode = function (message, writer, _depth) {
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
             * Encodes the specified Certificate message, length delimited. Does not implicitly {@link festoon.v1.Certificate.verify|verify} messages.
             * @function encodeDelimited
             * @memberof festoon.v1.Certificate
             * @static
             * @param {festoon.v1.Certificate.$Properties} message Certificate message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Certificate.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a Certificate message from the specified reader or buffer.
             * @function decode
             * @memberof festoon.v1.Certificate
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {festoon.v1.Certificate & festoon.v1.Certificate.$Shape} Certificate
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Certificate.decode = function (reader, length, _end, _depth, _target) {
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
                message = _target || new $root.festoon.v1.Certificate();
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
             * Decodes a Certificate message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof festoon.v1.Certificate
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {festoon.v1.Certificate & festoon.v1.Certificate.$Shape} Certificate
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Certificate.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Verifies a Certificate message.
             * @function verify
             * @memberof festoon.v1.Certificate
             * @static
             * @param {Object.<string,*>} message Plain object to verify
             * @returns {string|null} `null` if valid, otherwise the reason why it is not
             */
            Certificate.verify = function (message, _depth) {
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
             * Creates a Certificate message from a plain object. Also converts values to their respective internal types.
             * @function fromObject
             * @memberof festoon.v1.Certificate
             * @static
             * @param {Object.<string,*>} object Plain object
             * @returns {festoon.v1.Certificate} Certificate
             */
            Certificate.fromObject = function (object, _depth) {
                if (object instanceof $root.festoon.v1.Certificate)
                    return object;
                if (!$util.isObject(object))
                    throw $TypeError(".festoon.v1.Certificate: object expected");
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                let message = new $root.festoon.v1.Certificate();
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
             * Creates a plain object from a Certificate message. Also converts values to other types if specified.
             * @function toObject
             * @memberof festoon.v1.Certificate
             * @static
             * @param {festoon.v1.Certificate} message Certificate
             * @param {$protobuf.IConversionOptions} [options] Conversion options
             * @returns {Object.<string,*>} Plain object
             */
            Certificate.toObject = function (message, options, _depth) {
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
             * Converts this Certificate to JSON.
             * @function toJSON
             * @memberof festoon.v1.Certificate
             * @instance
             * @returns {Object.<string,*>} JSON object
             */
            Certificate.prototype.toJSON = function() {
                return Certificate.toObject(this, $protobuf.util.toJSONOptions);
            };

            /**
             * Gets the type url for Certificate
             * @function getTypeUrl
             * @memberof festoon.v1.Certificate
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Certificate.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/festoon.v1.Certificate";
            };

            return Certificate;
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

        return v1;
    })();

    return festoon;
})();

export {
  $root as default
};
