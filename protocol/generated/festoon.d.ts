import * as $protobuf from "protobufjs/minimal.js";
import Long = require("long");

/** Namespace festoon. */
export namespace festoon {

    /** Namespace v1. */
    namespace v1 {

        /**
         * Properties of a CertificateBody.
         * @deprecated Use festoon.v1.CertificateBody.$Properties instead.
         */
        interface ICertificateBody extends festoon.v1.CertificateBody.$Properties {
        }

        /** Represents a CertificateBody. */
        class CertificateBody {

            /**
             * Constructs a new CertificateBody.
             * @param [properties] Properties to set
             */
            constructor(properties?: festoon.v1.CertificateBody.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** CertificateBody networkId. */
            networkId: Uint8Array;

            /** CertificateBody serial. */
            serial: (number|Long);

            /** CertificateBody name. */
            name: string;

            /** CertificateBody noiseKey. */
            noiseKey: Uint8Array;

            /** CertificateBody recordKey. */
            recordKey: Uint8Array;

            /** CertificateBody addresses. */
            addresses: Uint8Array[];

            /** CertificateBody routes. */
            routes: Uint8Array[];

            /** CertificateBody groups. */
            groups: string[];

            /** CertificateBody role. */
            role: number;

            /** CertificateBody notBefore. */
            notBefore: (number|Long);

            /** CertificateBody notAfter. */
            notAfter: (number|Long);

            /** CertificateBody issuer. */
            issuer: Uint8Array;

            /** CertificateBody pools. */
            pools: Uint8Array[];

            /** CertificateBody allowedGroups. */
            allowedGroups: string[];

            /** CertificateBody namePattern. */
            namePattern: string;

            /** CertificateBody longestLifetime. */
            longestLifetime: number;

            /**
             * Creates a new CertificateBody instance using the specified properties.
             * @param [properties] Properties to set
             * @returns CertificateBody instance
             */
            static create(properties: festoon.v1.CertificateBody.$Shape): festoon.v1.CertificateBody & festoon.v1.CertificateBody.$Shape;
            static create(properties?: festoon.v1.CertificateBody.$Properties): festoon.v1.CertificateBody;

            /**
             * Encodes the specified CertificateBody message. Does not implicitly {@link festoon.v1.CertificateBody.verify|verify} messages.
             * @param message CertificateBody message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: festoon.v1.CertificateBody.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Encodes the specified CertificateBody message, length delimited. Does not implicitly {@link festoon.v1.CertificateBody.verify|verify} messages.
             * @param message CertificateBody message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encodeDelimited(message: festoon.v1.CertificateBody.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a CertificateBody message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {festoon.v1.CertificateBody & festoon.v1.CertificateBody.$Shape} CertificateBody
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): festoon.v1.CertificateBody & festoon.v1.CertificateBody.$Shape;

            /**
             * Decodes a CertificateBody message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns {festoon.v1.CertificateBody & festoon.v1.CertificateBody.$Shape} CertificateBody
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): festoon.v1.CertificateBody & festoon.v1.CertificateBody.$Shape;

            /**
             * Verifies a CertificateBody message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a CertificateBody message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns CertificateBody
             */
            static fromObject(object: { [k: string]: any }): festoon.v1.CertificateBody;

            /**
             * Creates a plain object from a CertificateBody message. Also converts values to other types if specified.
             * @param message CertificateBody
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: festoon.v1.CertificateBody, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this CertificateBody to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for CertificateBody
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace CertificateBody {

            /** Properties of a CertificateBody. */
            interface $Properties {

                /** CertificateBody networkId */
                networkId?: (Uint8Array|null);

                /** CertificateBody serial */
                serial?: (number|Long|null);

                /** CertificateBody name */
                name?: (string|null);

                /** CertificateBody noiseKey */
                noiseKey?: (Uint8Array|null);

                /** CertificateBody recordKey */
                recordKey?: (Uint8Array|null);

                /** CertificateBody addresses */
                addresses?: (Uint8Array[]|null);

                /** CertificateBody routes */
                routes?: (Uint8Array[]|null);

                /** CertificateBody groups */
                groups?: (string[]|null);

                /** CertificateBody role */
                role?: (number|null);

                /** CertificateBody notBefore */
                notBefore?: (number|Long|null);

                /** CertificateBody notAfter */
                notAfter?: (number|Long|null);

                /** CertificateBody issuer */
                issuer?: (Uint8Array|null);

                /** CertificateBody pools */
                pools?: (Uint8Array[]|null);

                /** CertificateBody allowedGroups */
                allowedGroups?: (string[]|null);

                /** CertificateBody namePattern */
                namePattern?: (string|null);

                /** CertificateBody longestLifetime */
                longestLifetime?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a CertificateBody. */
            type $Shape = festoon.v1.CertificateBody.$Properties;
        }

        /**
         * Properties of a Signed.
         * @deprecated Use festoon.v1.Signed.$Properties instead.
         */
        interface ISigned extends festoon.v1.Signed.$Properties {
        }

        /** Represents a Signed. */
        class Signed {

            /**
             * Constructs a new Signed.
             * @param [properties] Properties to set
             */
            constructor(properties?: festoon.v1.Signed.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Signed body. */
            body: Uint8Array;

            /** Signed signature. */
            signature: Uint8Array;

            /**
             * Creates a new Signed instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Signed instance
             */
            static create(properties: festoon.v1.Signed.$Shape): festoon.v1.Signed & festoon.v1.Signed.$Shape;
            static create(properties?: festoon.v1.Signed.$Properties): festoon.v1.Signed;

            /**
             * Encodes the specified Signed message. Does not implicitly {@link festoon.v1.Signed.verify|verify} messages.
             * @param message Signed message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: festoon.v1.Signed.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Encodes the specified Signed message, length delimited. Does not implicitly {@link festoon.v1.Signed.verify|verify} messages.
             * @param message Signed message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encodeDelimited(message: festoon.v1.Signed.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Signed message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {festoon.v1.Signed & festoon.v1.Signed.$Shape} Signed
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): festoon.v1.Signed & festoon.v1.Signed.$Shape;

            /**
             * Decodes a Signed message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns {festoon.v1.Signed & festoon.v1.Signed.$Shape} Signed
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): festoon.v1.Signed & festoon.v1.Signed.$Shape;

            /**
             * Verifies a Signed message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a Signed message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Signed
             */
            static fromObject(object: { [k: string]: any }): festoon.v1.Signed;

            /**
             * Creates a plain object from a Signed message. Also converts values to other types if specified.
             * @param message Signed
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: festoon.v1.Signed, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Signed to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for Signed
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace Signed {

            /** Properties of a Signed. */
            interface $Properties {

                /** Signed body */
                body?: (Uint8Array|null);

                /** Signed signature */
                signature?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Signed. */
            type $Shape = festoon.v1.Signed.$Properties;
        }

        /**
         * Properties of a HandshakePayload.
         * @deprecated Use festoon.v1.HandshakePayload.$Properties instead.
         */
        interface IHandshakePayload extends festoon.v1.HandshakePayload.$Properties {
        }

        /** Represents a HandshakePayload. */
        class HandshakePayload {

            /**
             * Constructs a new HandshakePayload.
             * @param [properties] Properties to set
             */
            constructor(properties?: festoon.v1.HandshakePayload.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** HandshakePayload senderIndex. */
            senderIndex: number;

            /** HandshakePayload receiverIndex. */
            receiverIndex: number;

            /** HandshakePayload flags. */
            flags: number;

            /** HandshakePayload bootEpoch. */
            bootEpoch: (number|Long);

            /** HandshakePayload counter. */
            counter: (number|Long);

            /** HandshakePayload suites. */
            suites: Uint8Array;

            /** HandshakePayload lanes. */
            lanes: number;

            /** HandshakePayload pskId. */
            pskId: number;

            /** HandshakePayload pqFlags. */
            pqFlags: number;

            /** HandshakePayload chain. */
            chain: Uint8Array[];

            /**
             * Creates a new HandshakePayload instance using the specified properties.
             * @param [properties] Properties to set
             * @returns HandshakePayload instance
             */
            static create(properties: festoon.v1.HandshakePayload.$Shape): festoon.v1.HandshakePayload & festoon.v1.HandshakePayload.$Shape;
            static create(properties?: festoon.v1.HandshakePayload.$Properties): festoon.v1.HandshakePayload;

            /**
             * Encodes the specified HandshakePayload message. Does not implicitly {@link festoon.v1.HandshakePayload.verify|verify} messages.
             * @param message HandshakePayload message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: festoon.v1.HandshakePayload.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Encodes the specified HandshakePayload message, length delimited. Does not implicitly {@link festoon.v1.HandshakePayload.verify|verify} messages.
             * @param message HandshakePayload message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encodeDelimited(message: festoon.v1.HandshakePayload.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a HandshakePayload message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {festoon.v1.HandshakePayload & festoon.v1.HandshakePayload.$Shape} HandshakePayload
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): festoon.v1.HandshakePayload & festoon.v1.HandshakePayload.$Shape;

            /**
             * Decodes a HandshakePayload message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns {festoon.v1.HandshakePayload & festoon.v1.HandshakePayload.$Shape} HandshakePayload
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): festoon.v1.HandshakePayload & festoon.v1.HandshakePayload.$Shape;

            /**
             * Verifies a HandshakePayload message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a HandshakePayload message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns HandshakePayload
             */
            static fromObject(object: { [k: string]: any }): festoon.v1.HandshakePayload;

            /**
             * Creates a plain object from a HandshakePayload message. Also converts values to other types if specified.
             * @param message HandshakePayload
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: festoon.v1.HandshakePayload, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this HandshakePayload to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for HandshakePayload
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace HandshakePayload {

            /** Properties of a HandshakePayload. */
            interface $Properties {

                /** HandshakePayload senderIndex */
                senderIndex?: (number|null);

                /** HandshakePayload receiverIndex */
                receiverIndex?: (number|null);

                /** HandshakePayload flags */
                flags?: (number|null);

                /** HandshakePayload bootEpoch */
                bootEpoch?: (number|Long|null);

                /** HandshakePayload counter */
                counter?: (number|Long|null);

                /** HandshakePayload suites */
                suites?: (Uint8Array|null);

                /** HandshakePayload lanes */
                lanes?: (number|null);

                /** HandshakePayload pskId */
                pskId?: (number|null);

                /** HandshakePayload pqFlags */
                pqFlags?: (number|null);

                /** HandshakePayload chain */
                chain?: (Uint8Array[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a HandshakePayload. */
            type $Shape = festoon.v1.HandshakePayload.$Properties;
        }

        /**
         * Properties of a RecordBody.
         * @deprecated Use festoon.v1.RecordBody.$Properties instead.
         */
        interface IRecordBody extends festoon.v1.RecordBody.$Properties {
        }

        /** Represents a RecordBody. */
        class RecordBody {

            /**
             * Constructs a new RecordBody.
             * @param [properties] Properties to set
             */
            constructor(properties?: festoon.v1.RecordBody.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RecordBody networkId. */
            networkId: Uint8Array;

            /** RecordBody node. */
            node: string;

            /** RecordBody serial. */
            serial: (number|Long);

            /** RecordBody incarnation. */
            incarnation: (number|Long);

            /** RecordBody seq. */
            seq: (number|Long);

            /** RecordBody attachments. */
            attachments: festoon.v1.Attachment.$Properties[];

            /** RecordBody endpoints. */
            endpoints: Uint8Array[];

            /** RecordBody capabilities. */
            capabilities: number;

            /** RecordBody goodbye. */
            goodbye: boolean;

            /** RecordBody issuedAt. */
            issuedAt: (number|Long);

            /** RecordBody ttl. */
            ttl: number;

            /**
             * Creates a new RecordBody instance using the specified properties.
             * @param [properties] Properties to set
             * @returns RecordBody instance
             */
            static create(properties: festoon.v1.RecordBody.$Shape): festoon.v1.RecordBody & festoon.v1.RecordBody.$Shape;
            static create(properties?: festoon.v1.RecordBody.$Properties): festoon.v1.RecordBody;

            /**
             * Encodes the specified RecordBody message. Does not implicitly {@link festoon.v1.RecordBody.verify|verify} messages.
             * @param message RecordBody message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: festoon.v1.RecordBody.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Encodes the specified RecordBody message, length delimited. Does not implicitly {@link festoon.v1.RecordBody.verify|verify} messages.
             * @param message RecordBody message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encodeDelimited(message: festoon.v1.RecordBody.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RecordBody message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {festoon.v1.RecordBody & festoon.v1.RecordBody.$Shape} RecordBody
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): festoon.v1.RecordBody & festoon.v1.RecordBody.$Shape;

            /**
             * Decodes a RecordBody message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns {festoon.v1.RecordBody & festoon.v1.RecordBody.$Shape} RecordBody
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): festoon.v1.RecordBody & festoon.v1.RecordBody.$Shape;

            /**
             * Verifies a RecordBody message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a RecordBody message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns RecordBody
             */
            static fromObject(object: { [k: string]: any }): festoon.v1.RecordBody;

            /**
             * Creates a plain object from a RecordBody message. Also converts values to other types if specified.
             * @param message RecordBody
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: festoon.v1.RecordBody, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this RecordBody to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for RecordBody
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace RecordBody {

            /** Properties of a RecordBody. */
            interface $Properties {

                /** RecordBody networkId */
                networkId?: (Uint8Array|null);

                /** RecordBody node */
                node?: (string|null);

                /** RecordBody serial */
                serial?: (number|Long|null);

                /** RecordBody incarnation */
                incarnation?: (number|Long|null);

                /** RecordBody seq */
                seq?: (number|Long|null);

                /** RecordBody attachments */
                attachments?: (festoon.v1.Attachment.$Properties[]|null);

                /** RecordBody endpoints */
                endpoints?: (Uint8Array[]|null);

                /** RecordBody capabilities */
                capabilities?: (number|null);

                /** RecordBody goodbye */
                goodbye?: (boolean|null);

                /** RecordBody issuedAt */
                issuedAt?: (number|Long|null);

                /** RecordBody ttl */
                ttl?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RecordBody. */
            type $Shape = festoon.v1.RecordBody.$Properties;
        }

        /**
         * Properties of an Attachment.
         * @deprecated Use festoon.v1.Attachment.$Properties instead.
         */
        interface IAttachment extends festoon.v1.Attachment.$Properties {
        }

        /** Represents an Attachment. */
        class Attachment {

            /**
             * Constructs a new Attachment.
             * @param [properties] Properties to set
             */
            constructor(properties?: festoon.v1.Attachment.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Attachment manager. */
            manager: string;

            /** Attachment priority. */
            priority: number;

            /**
             * Creates a new Attachment instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Attachment instance
             */
            static create(properties: festoon.v1.Attachment.$Shape): festoon.v1.Attachment & festoon.v1.Attachment.$Shape;
            static create(properties?: festoon.v1.Attachment.$Properties): festoon.v1.Attachment;

            /**
             * Encodes the specified Attachment message. Does not implicitly {@link festoon.v1.Attachment.verify|verify} messages.
             * @param message Attachment message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: festoon.v1.Attachment.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Encodes the specified Attachment message, length delimited. Does not implicitly {@link festoon.v1.Attachment.verify|verify} messages.
             * @param message Attachment message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encodeDelimited(message: festoon.v1.Attachment.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Attachment message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {festoon.v1.Attachment & festoon.v1.Attachment.$Shape} Attachment
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): festoon.v1.Attachment & festoon.v1.Attachment.$Shape;

            /**
             * Decodes an Attachment message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns {festoon.v1.Attachment & festoon.v1.Attachment.$Shape} Attachment
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): festoon.v1.Attachment & festoon.v1.Attachment.$Shape;

            /**
             * Verifies an Attachment message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates an Attachment message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Attachment
             */
            static fromObject(object: { [k: string]: any }): festoon.v1.Attachment;

            /**
             * Creates a plain object from an Attachment message. Also converts values to other types if specified.
             * @param message Attachment
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: festoon.v1.Attachment, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Attachment to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for Attachment
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace Attachment {

            /** Properties of an Attachment. */
            interface $Properties {

                /** Attachment manager */
                manager?: (string|null);

                /** Attachment priority */
                priority?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an Attachment. */
            type $Shape = festoon.v1.Attachment.$Properties;
        }

        /**
         * Properties of a ControlMessage.
         * @deprecated Use festoon.v1.ControlMessage.$Properties instead.
         */
        interface IControlMessage extends festoon.v1.ControlMessage.$Properties {
        }

        /** Represents a ControlMessage. */
        class ControlMessage {

            /**
             * Constructs a new ControlMessage.
             * @param [properties] Properties to set
             */
            constructor(properties?: festoon.v1.ControlMessage.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ControlMessage attach. */
            attach?: (festoon.v1.Attach.$Properties|null);

            /** ControlMessage attached. */
            attached?: (festoon.v1.Attached.$Properties|null);

            /** ControlMessage lookup. */
            lookup?: (festoon.v1.Lookup.$Properties|null);

            /** ControlMessage introduction. */
            introduction?: (festoon.v1.Introduction.$Properties|null);

            /** ControlMessage notHere. */
            notHere?: (festoon.v1.NotHere.$Properties|null);

            /** ControlMessage push. */
            push?: (festoon.v1.Push.$Properties|null);

            /** ControlMessage pushed. */
            pushed?: (festoon.v1.Pushed.$Properties|null);

            /** ControlMessage openRelay. */
            openRelay?: (festoon.v1.OpenRelay.$Properties|null);

            /** ControlMessage relayOpened. */
            relayOpened?: (festoon.v1.RelayOpened.$Properties|null);

            /** ControlMessage refused. */
            refused?: (festoon.v1.Refused.$Properties|null);

            /** ControlMessage later. */
            later?: (festoon.v1.Later.$Properties|null);

            /** ControlMessage message. */
            message?: ("attach"|"attached"|"lookup"|"introduction"|"notHere"|"push"|"pushed"|"openRelay"|"relayOpened"|"refused"|"later");

            /**
             * Creates a new ControlMessage instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ControlMessage instance
             */
            static create(properties: festoon.v1.ControlMessage.$Shape): festoon.v1.ControlMessage & festoon.v1.ControlMessage.$Shape;
            static create(properties?: festoon.v1.ControlMessage.$Properties): festoon.v1.ControlMessage;

            /**
             * Encodes the specified ControlMessage message. Does not implicitly {@link festoon.v1.ControlMessage.verify|verify} messages.
             * @param message ControlMessage message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: festoon.v1.ControlMessage.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Encodes the specified ControlMessage message, length delimited. Does not implicitly {@link festoon.v1.ControlMessage.verify|verify} messages.
             * @param message ControlMessage message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encodeDelimited(message: festoon.v1.ControlMessage.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ControlMessage message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {festoon.v1.ControlMessage & festoon.v1.ControlMessage.$Shape} ControlMessage
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): festoon.v1.ControlMessage & festoon.v1.ControlMessage.$Shape;

            /**
             * Decodes a ControlMessage message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns {festoon.v1.ControlMessage & festoon.v1.ControlMessage.$Shape} ControlMessage
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): festoon.v1.ControlMessage & festoon.v1.ControlMessage.$Shape;

            /**
             * Verifies a ControlMessage message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a ControlMessage message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns ControlMessage
             */
            static fromObject(object: { [k: string]: any }): festoon.v1.ControlMessage;

            /**
             * Creates a plain object from a ControlMessage message. Also converts values to other types if specified.
             * @param message ControlMessage
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: festoon.v1.ControlMessage, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this ControlMessage to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for ControlMessage
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace ControlMessage {

            /** Properties of a ControlMessage. */
            interface $Properties {

                /** ControlMessage attach */
                attach?: (festoon.v1.Attach.$Properties|null);

                /** ControlMessage attached */
                attached?: (festoon.v1.Attached.$Properties|null);

                /** ControlMessage lookup */
                lookup?: (festoon.v1.Lookup.$Properties|null);

                /** ControlMessage introduction */
                introduction?: (festoon.v1.Introduction.$Properties|null);

                /** ControlMessage notHere */
                notHere?: (festoon.v1.NotHere.$Properties|null);

                /** ControlMessage push */
                push?: (festoon.v1.Push.$Properties|null);

                /** ControlMessage pushed */
                pushed?: (festoon.v1.Pushed.$Properties|null);

                /** ControlMessage openRelay */
                openRelay?: (festoon.v1.OpenRelay.$Properties|null);

                /** ControlMessage relayOpened */
                relayOpened?: (festoon.v1.RelayOpened.$Properties|null);

                /** ControlMessage refused */
                refused?: (festoon.v1.Refused.$Properties|null);

                /** ControlMessage later */
                later?: (festoon.v1.Later.$Properties|null);

                /** ControlMessage message */
                message?: ("attach"|"attached"|"lookup"|"introduction"|"notHere"|"push"|"pushed"|"openRelay"|"relayOpened"|"refused"|"later");

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of a ControlMessage. */
            type $Shape = {
              attach?: festoon.v1.Attach.$Shape|null;
              attached?: festoon.v1.Attached.$Shape|null;
              lookup?: festoon.v1.Lookup.$Shape|null;
              introduction?: festoon.v1.Introduction.$Shape|null;
              notHere?: festoon.v1.NotHere.$Shape|null;
              push?: festoon.v1.Push.$Shape|null;
              pushed?: festoon.v1.Pushed.$Shape|null;
              openRelay?: festoon.v1.OpenRelay.$Shape|null;
              relayOpened?: festoon.v1.RelayOpened.$Shape|null;
              refused?: festoon.v1.Refused.$Shape|null;
              later?: festoon.v1.Later.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ message?: undefined; attach?: null; attached?: null; lookup?: null; introduction?: null; notHere?: null; push?: null; pushed?: null; openRelay?: null; relayOpened?: null; refused?: null; later?: null }|{ message?: "attach"; attach: festoon.v1.Attach.$Shape; attached?: null; lookup?: null; introduction?: null; notHere?: null; push?: null; pushed?: null; openRelay?: null; relayOpened?: null; refused?: null; later?: null }|{ message?: "attached"; attach?: null; attached: festoon.v1.Attached.$Shape; lookup?: null; introduction?: null; notHere?: null; push?: null; pushed?: null; openRelay?: null; relayOpened?: null; refused?: null; later?: null }|{ message?: "lookup"; attach?: null; attached?: null; lookup: festoon.v1.Lookup.$Shape; introduction?: null; notHere?: null; push?: null; pushed?: null; openRelay?: null; relayOpened?: null; refused?: null; later?: null }|{ message?: "introduction"; attach?: null; attached?: null; lookup?: null; introduction: festoon.v1.Introduction.$Shape; notHere?: null; push?: null; pushed?: null; openRelay?: null; relayOpened?: null; refused?: null; later?: null }|{ message?: "notHere"; attach?: null; attached?: null; lookup?: null; introduction?: null; notHere: festoon.v1.NotHere.$Shape; push?: null; pushed?: null; openRelay?: null; relayOpened?: null; refused?: null; later?: null }|{ message?: "push"; attach?: null; attached?: null; lookup?: null; introduction?: null; notHere?: null; push: festoon.v1.Push.$Shape; pushed?: null; openRelay?: null; relayOpened?: null; refused?: null; later?: null }|{ message?: "pushed"; attach?: null; attached?: null; lookup?: null; introduction?: null; notHere?: null; push?: null; pushed: festoon.v1.Pushed.$Shape; openRelay?: null; relayOpened?: null; refused?: null; later?: null }|{ message?: "openRelay"; attach?: null; attached?: null; lookup?: null; introduction?: null; notHere?: null; push?: null; pushed?: null; openRelay: festoon.v1.OpenRelay.$Shape; relayOpened?: null; refused?: null; later?: null }|{ message?: "relayOpened"; attach?: null; attached?: null; lookup?: null; introduction?: null; notHere?: null; push?: null; pushed?: null; openRelay?: null; relayOpened: festoon.v1.RelayOpened.$Shape; refused?: null; later?: null }|{ message?: "refused"; attach?: null; attached?: null; lookup?: null; introduction?: null; notHere?: null; push?: null; pushed?: null; openRelay?: null; relayOpened?: null; refused: festoon.v1.Refused.$Shape; later?: null }|{ message?: "later"; attach?: null; attached?: null; lookup?: null; introduction?: null; notHere?: null; push?: null; pushed?: null; openRelay?: null; relayOpened?: null; refused?: null; later: festoon.v1.Later.$Shape })
            );
        }

        /**
         * Properties of an Attach.
         * @deprecated Use festoon.v1.Attach.$Properties instead.
         */
        interface IAttach extends festoon.v1.Attach.$Properties {
        }

        /** Represents an Attach. */
        class Attach {

            /**
             * Constructs a new Attach.
             * @param [properties] Properties to set
             */
            constructor(properties?: festoon.v1.Attach.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Attach record. */
            record: Uint8Array;

            /** Attach chain. */
            chain: Uint8Array[];

            /**
             * Creates a new Attach instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Attach instance
             */
            static create(properties: festoon.v1.Attach.$Shape): festoon.v1.Attach & festoon.v1.Attach.$Shape;
            static create(properties?: festoon.v1.Attach.$Properties): festoon.v1.Attach;

            /**
             * Encodes the specified Attach message. Does not implicitly {@link festoon.v1.Attach.verify|verify} messages.
             * @param message Attach message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: festoon.v1.Attach.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Encodes the specified Attach message, length delimited. Does not implicitly {@link festoon.v1.Attach.verify|verify} messages.
             * @param message Attach message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encodeDelimited(message: festoon.v1.Attach.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Attach message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {festoon.v1.Attach & festoon.v1.Attach.$Shape} Attach
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): festoon.v1.Attach & festoon.v1.Attach.$Shape;

            /**
             * Decodes an Attach message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns {festoon.v1.Attach & festoon.v1.Attach.$Shape} Attach
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): festoon.v1.Attach & festoon.v1.Attach.$Shape;

            /**
             * Verifies an Attach message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates an Attach message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Attach
             */
            static fromObject(object: { [k: string]: any }): festoon.v1.Attach;

            /**
             * Creates a plain object from an Attach message. Also converts values to other types if specified.
             * @param message Attach
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: festoon.v1.Attach, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Attach to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for Attach
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace Attach {

            /** Properties of an Attach. */
            interface $Properties {

                /** Attach record */
                record?: (Uint8Array|null);

                /** Attach chain */
                chain?: (Uint8Array[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an Attach. */
            type $Shape = festoon.v1.Attach.$Properties;
        }

        /**
         * Properties of an Attached.
         * @deprecated Use festoon.v1.Attached.$Properties instead.
         */
        interface IAttached extends festoon.v1.Attached.$Properties {
        }

        /** Represents an Attached. */
        class Attached {

            /**
             * Constructs a new Attached.
             * @param [properties] Properties to set
             */
            constructor(properties?: festoon.v1.Attached.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Attached incarnation. */
            incarnation: (number|Long);

            /** Attached seq. */
            seq: (number|Long);

            /** Attached observed. */
            observed: Uint8Array;

            /** Attached record. */
            record: Uint8Array;

            /**
             * Creates a new Attached instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Attached instance
             */
            static create(properties: festoon.v1.Attached.$Shape): festoon.v1.Attached & festoon.v1.Attached.$Shape;
            static create(properties?: festoon.v1.Attached.$Properties): festoon.v1.Attached;

            /**
             * Encodes the specified Attached message. Does not implicitly {@link festoon.v1.Attached.verify|verify} messages.
             * @param message Attached message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: festoon.v1.Attached.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Encodes the specified Attached message, length delimited. Does not implicitly {@link festoon.v1.Attached.verify|verify} messages.
             * @param message Attached message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encodeDelimited(message: festoon.v1.Attached.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Attached message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {festoon.v1.Attached & festoon.v1.Attached.$Shape} Attached
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): festoon.v1.Attached & festoon.v1.Attached.$Shape;

            /**
             * Decodes an Attached message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns {festoon.v1.Attached & festoon.v1.Attached.$Shape} Attached
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): festoon.v1.Attached & festoon.v1.Attached.$Shape;

            /**
             * Verifies an Attached message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates an Attached message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Attached
             */
            static fromObject(object: { [k: string]: any }): festoon.v1.Attached;

            /**
             * Creates a plain object from an Attached message. Also converts values to other types if specified.
             * @param message Attached
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: festoon.v1.Attached, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Attached to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for Attached
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace Attached {

            /** Properties of an Attached. */
            interface $Properties {

                /** Attached incarnation */
                incarnation?: (number|Long|null);

                /** Attached seq */
                seq?: (number|Long|null);

                /** Attached observed */
                observed?: (Uint8Array|null);

                /** Attached record */
                record?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an Attached. */
            type $Shape = festoon.v1.Attached.$Properties;
        }

        /**
         * Properties of a Refused.
         * @deprecated Use festoon.v1.Refused.$Properties instead.
         */
        interface IRefused extends festoon.v1.Refused.$Properties {
        }

        /** Represents a Refused. */
        class Refused {

            /**
             * Constructs a new Refused.
             * @param [properties] Properties to set
             */
            constructor(properties?: festoon.v1.Refused.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Refused code. */
            code: string;

            /**
             * Creates a new Refused instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Refused instance
             */
            static create(properties: festoon.v1.Refused.$Shape): festoon.v1.Refused & festoon.v1.Refused.$Shape;
            static create(properties?: festoon.v1.Refused.$Properties): festoon.v1.Refused;

            /**
             * Encodes the specified Refused message. Does not implicitly {@link festoon.v1.Refused.verify|verify} messages.
             * @param message Refused message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: festoon.v1.Refused.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Encodes the specified Refused message, length delimited. Does not implicitly {@link festoon.v1.Refused.verify|verify} messages.
             * @param message Refused message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encodeDelimited(message: festoon.v1.Refused.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Refused message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {festoon.v1.Refused & festoon.v1.Refused.$Shape} Refused
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): festoon.v1.Refused & festoon.v1.Refused.$Shape;

            /**
             * Decodes a Refused message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns {festoon.v1.Refused & festoon.v1.Refused.$Shape} Refused
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): festoon.v1.Refused & festoon.v1.Refused.$Shape;

            /**
             * Verifies a Refused message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a Refused message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Refused
             */
            static fromObject(object: { [k: string]: any }): festoon.v1.Refused;

            /**
             * Creates a plain object from a Refused message. Also converts values to other types if specified.
             * @param message Refused
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: festoon.v1.Refused, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Refused to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for Refused
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace Refused {

            /** Properties of a Refused. */
            interface $Properties {

                /** Refused code */
                code?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Refused. */
            type $Shape = festoon.v1.Refused.$Properties;
        }

        /**
         * Properties of a Later.
         * @deprecated Use festoon.v1.Later.$Properties instead.
         */
        interface ILater extends festoon.v1.Later.$Properties {
        }

        /** Represents a Later. */
        class Later {

            /**
             * Constructs a new Later.
             * @param [properties] Properties to set
             */
            constructor(properties?: festoon.v1.Later.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Later record. */
            record: Uint8Array;

            /** Later chain. */
            chain: Uint8Array[];

            /**
             * Creates a new Later instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Later instance
             */
            static create(properties: festoon.v1.Later.$Shape): festoon.v1.Later & festoon.v1.Later.$Shape;
            static create(properties?: festoon.v1.Later.$Properties): festoon.v1.Later;

            /**
             * Encodes the specified Later message. Does not implicitly {@link festoon.v1.Later.verify|verify} messages.
             * @param message Later message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: festoon.v1.Later.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Encodes the specified Later message, length delimited. Does not implicitly {@link festoon.v1.Later.verify|verify} messages.
             * @param message Later message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encodeDelimited(message: festoon.v1.Later.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Later message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {festoon.v1.Later & festoon.v1.Later.$Shape} Later
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): festoon.v1.Later & festoon.v1.Later.$Shape;

            /**
             * Decodes a Later message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns {festoon.v1.Later & festoon.v1.Later.$Shape} Later
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): festoon.v1.Later & festoon.v1.Later.$Shape;

            /**
             * Verifies a Later message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a Later message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Later
             */
            static fromObject(object: { [k: string]: any }): festoon.v1.Later;

            /**
             * Creates a plain object from a Later message. Also converts values to other types if specified.
             * @param message Later
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: festoon.v1.Later, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Later to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for Later
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace Later {

            /** Properties of a Later. */
            interface $Properties {

                /** Later record */
                record?: (Uint8Array|null);

                /** Later chain */
                chain?: (Uint8Array[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Later. */
            type $Shape = festoon.v1.Later.$Properties;
        }

        /**
         * Properties of a Lookup.
         * @deprecated Use festoon.v1.Lookup.$Properties instead.
         */
        interface ILookup extends festoon.v1.Lookup.$Properties {
        }

        /** Represents a Lookup. */
        class Lookup {

            /**
             * Constructs a new Lookup.
             * @param [properties] Properties to set
             */
            constructor(properties?: festoon.v1.Lookup.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Lookup id. */
            id: number;

            /** Lookup address. */
            address: Uint8Array;

            /**
             * Creates a new Lookup instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Lookup instance
             */
            static create(properties: festoon.v1.Lookup.$Shape): festoon.v1.Lookup & festoon.v1.Lookup.$Shape;
            static create(properties?: festoon.v1.Lookup.$Properties): festoon.v1.Lookup;

            /**
             * Encodes the specified Lookup message. Does not implicitly {@link festoon.v1.Lookup.verify|verify} messages.
             * @param message Lookup message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: festoon.v1.Lookup.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Encodes the specified Lookup message, length delimited. Does not implicitly {@link festoon.v1.Lookup.verify|verify} messages.
             * @param message Lookup message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encodeDelimited(message: festoon.v1.Lookup.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Lookup message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {festoon.v1.Lookup & festoon.v1.Lookup.$Shape} Lookup
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): festoon.v1.Lookup & festoon.v1.Lookup.$Shape;

            /**
             * Decodes a Lookup message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns {festoon.v1.Lookup & festoon.v1.Lookup.$Shape} Lookup
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): festoon.v1.Lookup & festoon.v1.Lookup.$Shape;

            /**
             * Verifies a Lookup message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a Lookup message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Lookup
             */
            static fromObject(object: { [k: string]: any }): festoon.v1.Lookup;

            /**
             * Creates a plain object from a Lookup message. Also converts values to other types if specified.
             * @param message Lookup
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: festoon.v1.Lookup, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Lookup to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for Lookup
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace Lookup {

            /** Properties of a Lookup. */
            interface $Properties {

                /** Lookup id */
                id?: (number|null);

                /** Lookup address */
                address?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Lookup. */
            type $Shape = festoon.v1.Lookup.$Properties;
        }

        /**
         * Properties of an Introduction.
         * @deprecated Use festoon.v1.Introduction.$Properties instead.
         */
        interface IIntroduction extends festoon.v1.Introduction.$Properties {
        }

        /** Represents an Introduction. */
        class Introduction {

            /**
             * Constructs a new Introduction.
             * @param [properties] Properties to set
             */
            constructor(properties?: festoon.v1.Introduction.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Introduction id. */
            id: number;

            /** Introduction address. */
            address: Uint8Array;

            /** Introduction result. */
            result: number;

            /** Introduction record. */
            record: Uint8Array;

            /** Introduction chain. */
            chain: Uint8Array[];

            /** Introduction handle. */
            handle: number;

            /**
             * Creates a new Introduction instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Introduction instance
             */
            static create(properties: festoon.v1.Introduction.$Shape): festoon.v1.Introduction & festoon.v1.Introduction.$Shape;
            static create(properties?: festoon.v1.Introduction.$Properties): festoon.v1.Introduction;

            /**
             * Encodes the specified Introduction message. Does not implicitly {@link festoon.v1.Introduction.verify|verify} messages.
             * @param message Introduction message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: festoon.v1.Introduction.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Encodes the specified Introduction message, length delimited. Does not implicitly {@link festoon.v1.Introduction.verify|verify} messages.
             * @param message Introduction message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encodeDelimited(message: festoon.v1.Introduction.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Introduction message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {festoon.v1.Introduction & festoon.v1.Introduction.$Shape} Introduction
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): festoon.v1.Introduction & festoon.v1.Introduction.$Shape;

            /**
             * Decodes an Introduction message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns {festoon.v1.Introduction & festoon.v1.Introduction.$Shape} Introduction
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): festoon.v1.Introduction & festoon.v1.Introduction.$Shape;

            /**
             * Verifies an Introduction message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates an Introduction message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Introduction
             */
            static fromObject(object: { [k: string]: any }): festoon.v1.Introduction;

            /**
             * Creates a plain object from an Introduction message. Also converts values to other types if specified.
             * @param message Introduction
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: festoon.v1.Introduction, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Introduction to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for Introduction
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace Introduction {

            /** Properties of an Introduction. */
            interface $Properties {

                /** Introduction id */
                id?: (number|null);

                /** Introduction address */
                address?: (Uint8Array|null);

                /** Introduction result */
                result?: (number|null);

                /** Introduction record */
                record?: (Uint8Array|null);

                /** Introduction chain */
                chain?: (Uint8Array[]|null);

                /** Introduction handle */
                handle?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an Introduction. */
            type $Shape = festoon.v1.Introduction.$Properties;
        }

        /**
         * Properties of a NotHere.
         * @deprecated Use festoon.v1.NotHere.$Properties instead.
         */
        interface INotHere extends festoon.v1.NotHere.$Properties {
        }

        /** Represents a NotHere. */
        class NotHere {

            /**
             * Constructs a new NotHere.
             * @param [properties] Properties to set
             */
            constructor(properties?: festoon.v1.NotHere.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** NotHere handle. */
            handle: number;

            /**
             * Creates a new NotHere instance using the specified properties.
             * @param [properties] Properties to set
             * @returns NotHere instance
             */
            static create(properties: festoon.v1.NotHere.$Shape): festoon.v1.NotHere & festoon.v1.NotHere.$Shape;
            static create(properties?: festoon.v1.NotHere.$Properties): festoon.v1.NotHere;

            /**
             * Encodes the specified NotHere message. Does not implicitly {@link festoon.v1.NotHere.verify|verify} messages.
             * @param message NotHere message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: festoon.v1.NotHere.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Encodes the specified NotHere message, length delimited. Does not implicitly {@link festoon.v1.NotHere.verify|verify} messages.
             * @param message NotHere message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encodeDelimited(message: festoon.v1.NotHere.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a NotHere message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {festoon.v1.NotHere & festoon.v1.NotHere.$Shape} NotHere
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): festoon.v1.NotHere & festoon.v1.NotHere.$Shape;

            /**
             * Decodes a NotHere message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns {festoon.v1.NotHere & festoon.v1.NotHere.$Shape} NotHere
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): festoon.v1.NotHere & festoon.v1.NotHere.$Shape;

            /**
             * Verifies a NotHere message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a NotHere message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns NotHere
             */
            static fromObject(object: { [k: string]: any }): festoon.v1.NotHere;

            /**
             * Creates a plain object from a NotHere message. Also converts values to other types if specified.
             * @param message NotHere
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: festoon.v1.NotHere, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this NotHere to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for NotHere
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace NotHere {

            /** Properties of a NotHere. */
            interface $Properties {

                /** NotHere handle */
                handle?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a NotHere. */
            type $Shape = festoon.v1.NotHere.$Properties;
        }

        /**
         * Properties of a Push.
         * @deprecated Use festoon.v1.Push.$Properties instead.
         */
        interface IPush extends festoon.v1.Push.$Properties {
        }

        /** Represents a Push. */
        class Push {

            /**
             * Constructs a new Push.
             * @param [properties] Properties to set
             */
            constructor(properties?: festoon.v1.Push.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Push seq. */
            seq: number;

            /** Push entries. */
            entries: festoon.v1.PushEntry.$Properties[];

            /**
             * Creates a new Push instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Push instance
             */
            static create(properties: festoon.v1.Push.$Shape): festoon.v1.Push & festoon.v1.Push.$Shape;
            static create(properties?: festoon.v1.Push.$Properties): festoon.v1.Push;

            /**
             * Encodes the specified Push message. Does not implicitly {@link festoon.v1.Push.verify|verify} messages.
             * @param message Push message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: festoon.v1.Push.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Encodes the specified Push message, length delimited. Does not implicitly {@link festoon.v1.Push.verify|verify} messages.
             * @param message Push message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encodeDelimited(message: festoon.v1.Push.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Push message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {festoon.v1.Push & festoon.v1.Push.$Shape} Push
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): festoon.v1.Push & festoon.v1.Push.$Shape;

            /**
             * Decodes a Push message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns {festoon.v1.Push & festoon.v1.Push.$Shape} Push
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): festoon.v1.Push & festoon.v1.Push.$Shape;

            /**
             * Verifies a Push message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a Push message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Push
             */
            static fromObject(object: { [k: string]: any }): festoon.v1.Push;

            /**
             * Creates a plain object from a Push message. Also converts values to other types if specified.
             * @param message Push
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: festoon.v1.Push, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Push to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for Push
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace Push {

            /** Properties of a Push. */
            interface $Properties {

                /** Push seq */
                seq?: (number|null);

                /** Push entries */
                entries?: (festoon.v1.PushEntry.$Properties[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Push. */
            type $Shape = festoon.v1.Push.$Properties;
        }

        /**
         * Properties of a PushEntry.
         * @deprecated Use festoon.v1.PushEntry.$Properties instead.
         */
        interface IPushEntry extends festoon.v1.PushEntry.$Properties {
        }

        /** Represents a PushEntry. */
        class PushEntry {

            /**
             * Constructs a new PushEntry.
             * @param [properties] Properties to set
             */
            constructor(properties?: festoon.v1.PushEntry.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** PushEntry record. */
            record: Uint8Array;

            /** PushEntry chain. */
            chain: Uint8Array[];

            /**
             * Creates a new PushEntry instance using the specified properties.
             * @param [properties] Properties to set
             * @returns PushEntry instance
             */
            static create(properties: festoon.v1.PushEntry.$Shape): festoon.v1.PushEntry & festoon.v1.PushEntry.$Shape;
            static create(properties?: festoon.v1.PushEntry.$Properties): festoon.v1.PushEntry;

            /**
             * Encodes the specified PushEntry message. Does not implicitly {@link festoon.v1.PushEntry.verify|verify} messages.
             * @param message PushEntry message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: festoon.v1.PushEntry.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Encodes the specified PushEntry message, length delimited. Does not implicitly {@link festoon.v1.PushEntry.verify|verify} messages.
             * @param message PushEntry message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encodeDelimited(message: festoon.v1.PushEntry.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a PushEntry message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {festoon.v1.PushEntry & festoon.v1.PushEntry.$Shape} PushEntry
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): festoon.v1.PushEntry & festoon.v1.PushEntry.$Shape;

            /**
             * Decodes a PushEntry message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns {festoon.v1.PushEntry & festoon.v1.PushEntry.$Shape} PushEntry
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): festoon.v1.PushEntry & festoon.v1.PushEntry.$Shape;

            /**
             * Verifies a PushEntry message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a PushEntry message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns PushEntry
             */
            static fromObject(object: { [k: string]: any }): festoon.v1.PushEntry;

            /**
             * Creates a plain object from a PushEntry message. Also converts values to other types if specified.
             * @param message PushEntry
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: festoon.v1.PushEntry, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this PushEntry to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for PushEntry
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace PushEntry {

            /** Properties of a PushEntry. */
            interface $Properties {

                /** PushEntry record */
                record?: (Uint8Array|null);

                /** PushEntry chain */
                chain?: (Uint8Array[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a PushEntry. */
            type $Shape = festoon.v1.PushEntry.$Properties;
        }

        /**
         * Properties of a Pushed.
         * @deprecated Use festoon.v1.Pushed.$Properties instead.
         */
        interface IPushed extends festoon.v1.Pushed.$Properties {
        }

        /** Represents a Pushed. */
        class Pushed {

            /**
             * Constructs a new Pushed.
             * @param [properties] Properties to set
             */
            constructor(properties?: festoon.v1.Pushed.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Pushed seq. */
            seq: number;

            /**
             * Creates a new Pushed instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Pushed instance
             */
            static create(properties: festoon.v1.Pushed.$Shape): festoon.v1.Pushed & festoon.v1.Pushed.$Shape;
            static create(properties?: festoon.v1.Pushed.$Properties): festoon.v1.Pushed;

            /**
             * Encodes the specified Pushed message. Does not implicitly {@link festoon.v1.Pushed.verify|verify} messages.
             * @param message Pushed message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: festoon.v1.Pushed.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Encodes the specified Pushed message, length delimited. Does not implicitly {@link festoon.v1.Pushed.verify|verify} messages.
             * @param message Pushed message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encodeDelimited(message: festoon.v1.Pushed.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Pushed message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {festoon.v1.Pushed & festoon.v1.Pushed.$Shape} Pushed
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): festoon.v1.Pushed & festoon.v1.Pushed.$Shape;

            /**
             * Decodes a Pushed message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns {festoon.v1.Pushed & festoon.v1.Pushed.$Shape} Pushed
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): festoon.v1.Pushed & festoon.v1.Pushed.$Shape;

            /**
             * Verifies a Pushed message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a Pushed message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Pushed
             */
            static fromObject(object: { [k: string]: any }): festoon.v1.Pushed;

            /**
             * Creates a plain object from a Pushed message. Also converts values to other types if specified.
             * @param message Pushed
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: festoon.v1.Pushed, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Pushed to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for Pushed
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace Pushed {

            /** Properties of a Pushed. */
            interface $Properties {

                /** Pushed seq */
                seq?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Pushed. */
            type $Shape = festoon.v1.Pushed.$Properties;
        }

        /**
         * Properties of an OpenRelay.
         * @deprecated Use festoon.v1.OpenRelay.$Properties instead.
         */
        interface IOpenRelay extends festoon.v1.OpenRelay.$Properties {
        }

        /** Represents an OpenRelay. */
        class OpenRelay {

            /**
             * Constructs a new OpenRelay.
             * @param [properties] Properties to set
             */
            constructor(properties?: festoon.v1.OpenRelay.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** OpenRelay id. */
            id: number;

            /** OpenRelay source. */
            source: string;

            /** OpenRelay target. */
            target: string;

            /** OpenRelay back. */
            back: number;

            /** OpenRelay forth. */
            forth: number;

            /**
             * Creates a new OpenRelay instance using the specified properties.
             * @param [properties] Properties to set
             * @returns OpenRelay instance
             */
            static create(properties: festoon.v1.OpenRelay.$Shape): festoon.v1.OpenRelay & festoon.v1.OpenRelay.$Shape;
            static create(properties?: festoon.v1.OpenRelay.$Properties): festoon.v1.OpenRelay;

            /**
             * Encodes the specified OpenRelay message. Does not implicitly {@link festoon.v1.OpenRelay.verify|verify} messages.
             * @param message OpenRelay message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: festoon.v1.OpenRelay.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Encodes the specified OpenRelay message, length delimited. Does not implicitly {@link festoon.v1.OpenRelay.verify|verify} messages.
             * @param message OpenRelay message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encodeDelimited(message: festoon.v1.OpenRelay.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an OpenRelay message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {festoon.v1.OpenRelay & festoon.v1.OpenRelay.$Shape} OpenRelay
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): festoon.v1.OpenRelay & festoon.v1.OpenRelay.$Shape;

            /**
             * Decodes an OpenRelay message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns {festoon.v1.OpenRelay & festoon.v1.OpenRelay.$Shape} OpenRelay
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): festoon.v1.OpenRelay & festoon.v1.OpenRelay.$Shape;

            /**
             * Verifies an OpenRelay message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates an OpenRelay message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns OpenRelay
             */
            static fromObject(object: { [k: string]: any }): festoon.v1.OpenRelay;

            /**
             * Creates a plain object from an OpenRelay message. Also converts values to other types if specified.
             * @param message OpenRelay
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: festoon.v1.OpenRelay, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this OpenRelay to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for OpenRelay
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace OpenRelay {

            /** Properties of an OpenRelay. */
            interface $Properties {

                /** OpenRelay id */
                id?: (number|null);

                /** OpenRelay source */
                source?: (string|null);

                /** OpenRelay target */
                target?: (string|null);

                /** OpenRelay back */
                back?: (number|null);

                /** OpenRelay forth */
                forth?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an OpenRelay. */
            type $Shape = festoon.v1.OpenRelay.$Properties;
        }

        /**
         * Properties of a RelayOpened.
         * @deprecated Use festoon.v1.RelayOpened.$Properties instead.
         */
        interface IRelayOpened extends festoon.v1.RelayOpened.$Properties {
        }

        /** Represents a RelayOpened. */
        class RelayOpened {

            /**
             * Constructs a new RelayOpened.
             * @param [properties] Properties to set
             */
            constructor(properties?: festoon.v1.RelayOpened.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RelayOpened id. */
            id: number;

            /** RelayOpened result. */
            result: number;

            /** RelayOpened handle. */
            handle: number;

            /**
             * Creates a new RelayOpened instance using the specified properties.
             * @param [properties] Properties to set
             * @returns RelayOpened instance
             */
            static create(properties: festoon.v1.RelayOpened.$Shape): festoon.v1.RelayOpened & festoon.v1.RelayOpened.$Shape;
            static create(properties?: festoon.v1.RelayOpened.$Properties): festoon.v1.RelayOpened;

            /**
             * Encodes the specified RelayOpened message. Does not implicitly {@link festoon.v1.RelayOpened.verify|verify} messages.
             * @param message RelayOpened message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: festoon.v1.RelayOpened.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Encodes the specified RelayOpened message, length delimited. Does not implicitly {@link festoon.v1.RelayOpened.verify|verify} messages.
             * @param message RelayOpened message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encodeDelimited(message: festoon.v1.RelayOpened.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RelayOpened message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {festoon.v1.RelayOpened & festoon.v1.RelayOpened.$Shape} RelayOpened
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): festoon.v1.RelayOpened & festoon.v1.RelayOpened.$Shape;

            /**
             * Decodes a RelayOpened message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns {festoon.v1.RelayOpened & festoon.v1.RelayOpened.$Shape} RelayOpened
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): festoon.v1.RelayOpened & festoon.v1.RelayOpened.$Shape;

            /**
             * Verifies a RelayOpened message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a RelayOpened message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns RelayOpened
             */
            static fromObject(object: { [k: string]: any }): festoon.v1.RelayOpened;

            /**
             * Creates a plain object from a RelayOpened message. Also converts values to other types if specified.
             * @param message RelayOpened
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: festoon.v1.RelayOpened, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this RelayOpened to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for RelayOpened
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace RelayOpened {

            /** Properties of a RelayOpened. */
            interface $Properties {

                /** RelayOpened id */
                id?: (number|null);

                /** RelayOpened result */
                result?: (number|null);

                /** RelayOpened handle */
                handle?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RelayOpened. */
            type $Shape = festoon.v1.RelayOpened.$Properties;
        }
    }
}
