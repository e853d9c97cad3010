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
         * Properties of a Certificate.
         * @deprecated Use festoon.v1.Certificate.$Properties instead.
         */
        interface ICertificate extends festoon.v1.Certificate.$Properties {
        }

        /** Represents a Certificate. */
        class Certificate {

            /**
             * Constructs a new Certificate.
             * @param [properties] Properties to set
             */
            constructor(properties?: festoon.v1.Certificate.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Certificate body. */
            body: Uint8Array;

            /** Certificate signature. */
            signature: Uint8Array;

            /**
             * Creates a new Certificate instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Certificate instance
             */
            static create(properties: festoon.v1.Certificate.$Shape): festoon.v1.Certificate & festoon.v1.Certificate.$Shape;
            static create(properties?: festoon.v1.Certificate.$Properties): festoon.v1.Certificate;

            /**
             * Encodes the specified Certificate message. Does not implicitly {@link festoon.v1.Certificate.verify|verify} messages.
             * @param message Certificate message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: festoon.v1.Certificate.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Encodes the specified Certificate message, length delimited. Does not implicitly {@link festoon.v1.Certificate.verify|verify} messages.
             * @param message Certificate message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encodeDelimited(message: festoon.v1.Certificate.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Certificate message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {festoon.v1.Certificate & festoon.v1.Certificate.$Shape} Certificate
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): festoon.v1.Certificate & festoon.v1.Certificate.$Shape;

            /**
             * Decodes a Certificate message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns {festoon.v1.Certificate & festoon.v1.Certificate.$Shape} Certificate
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): festoon.v1.Certificate & festoon.v1.Certificate.$Shape;

            /**
             * Verifies a Certificate message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a Certificate message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Certificate
             */
            static fromObject(object: { [k: string]: any }): festoon.v1.Certificate;

            /**
             * Creates a plain object from a Certificate message. Also converts values to other types if specified.
             * @param message Certificate
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: festoon.v1.Certificate, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Certificate to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for Certificate
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace Certificate {

            /** Properties of a Certificate. */
            interface $Properties {

                /** Certificate body */
                body?: (Uint8Array|null);

                /** Certificate signature */
                signature?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Certificate. */
            type $Shape = festoon.v1.Certificate.$Properties;
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
    }
}
