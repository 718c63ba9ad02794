// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

internal import FerogramCrypto

/// A ClientHello that looks like a browser's.
///
/// All that is random in it is stored here, so that its layout can be compared byte for byte. The 32 bytes of its
/// random field stay zero; the digest goes there.
struct ClientHello: Sendable {
    /// Where the length of the session id is; the id follows.
    static let sessionIDLengthOffset = 43
    static let sessionIDLength = 32
    static let sessionIDEnd = sessionIDLengthOffset + 1 + sessionIDLength
    static let classicLength = 517
    /// How many extensions the current profile shuffles.
    static let shuffledCount = 16

    /// What only the current profile has.
    struct Modern: Sendable {
        /// The order of the shuffled extensions, a permutation of 0 to 15.
        var order: [Int]
        /// An ML-KEM-768 encapsulation key, 1,184 bytes.
        var encapsulationKey: [UInt8]
        /// The X25519 public key that goes with it, another one than the classic share's.
        var hybridKeyShare: [UInt8]
        var echConfiguration: UInt8
        /// 32 bytes.
        var echKey: [UInt8]
        /// 144, 176, 208 or 240 bytes.
        var echPayload: [UInt8]
    }

    /// The values that a server must ignore (RFC 8701), seven bytes that each stand twice.
    var grease: [UInt8]
    /// 32 bytes.
    var sessionID: [UInt8]
    /// An X25519 public key.
    var keyShare: [UInt8]
    /// `nil` for the classic profile.
    var modern: Modern?

    /// The hello with zeros in place of its random field.
    ///
    /// - Parameter domain: The server name, at most 182 bytes of ASCII.
    /// - Returns: The whole record.
    func record(domain: String) -> [UInt8] {
        var record = TLSWriter()
        record.write([0x16, 0x03, 0x01])
        record.block(width: 2) { record in
            record.write([0x01])
            record.block(width: 3) { hello in
                hello.write([0x03, 0x03])
                hello.write([UInt8](repeating: 0, count: FakeTLSDigest.randomRange.count))
                hello.block(width: 1) { $0.write(sessionID) }
                hello.block(width: 2) { $0.write(words: [greaseValue(0)] + Self.cipherSuites) }
                hello.write([0x01, 0x00])
                hello.block(width: 2) { writer in
                    if let modern {
                        writeModern(modern, domain: domain, to: &writer)
                    } else {
                        writeClassic(domain: domain, to: &writer)
                        let before = Self.bytesBeforeExtensions + writer.bytes.count + Self.extensionHeader
                        writer.extension(0x0015) { padding in
                            padding.write([UInt8](repeating: 0, count: max(0, Self.classicLength - before)))
                        }
                    }
                }
            }
        }
        return record.bytes
    }

    private static let cipherSuites: [UInt16] = [
        0x1301, 0x1302, 0x1303, 0xC02B, 0xC02F, 0xC02C, 0xC030, 0xCCA9, 0xCCA8, 0xC013, 0xC014, 0x009C, 0x009D, 0x002F,
        0x0035,
    ]

    /// Record header, handshake header, version, random, session id, cipher suites, compression, length of extensions.
    private static let bytesBeforeExtensions = 5 + 4 + 2 + 32 + 33 + 34 + 2 + 2
    /// Type and length.
    private static let extensionHeader = 4

    private func greaseValue(_ index: Int) -> UInt16 {
        UInt16(grease[index]) << 8 | UInt16(grease[index])
    }

    private func writeClassic(domain: String, to writer: inout TLSWriter) {
        writer.extension(greaseValue(2))
        for type in [0x0000, 0x0017, 0xFF01, 0x000A, 0x000B, 0x0023, 0x0010, 0x0005, 0x000D, 0x0012, 0x0033, 0x002D] {
            writeExtension(UInt16(type), domain: domain, to: &writer)
        }
        writeExtension(0x002B, domain: domain, to: &writer)
        writeExtension(0x001B, domain: domain, to: &writer)
        writer.extension(greaseValue(3)) { $0.write([0x00]) }
    }

    private static let shuffled: [UInt16] = [
        0x0000, 0x0005, 0x000A, 0x000B, 0x000D, 0x0010, 0x0012, 0x0017, 0x001B, 0x0023, 0x002B, 0x002D, 0x0033, 0x44CD,
        0xFE0D, 0xFF01,
    ]

    private func writeModern(_ modern: Modern, domain: String, to writer: inout TLSWriter) {
        writer.extension(greaseValue(2))
        for index in modern.order { writeExtension(Self.shuffled[index], domain: domain, to: &writer) }
        writer.extension(greaseValue(3)) { $0.write([0x00]) }
    }

    private func writeExtension(_ type: UInt16, domain: String, to writer: inout TLSWriter) {
        writer.extension(type) { content in
            switch type {
            case 0x0000:  // server_name
                content.block(width: 2) { list in
                    list.write([0x00])
                    list.block(width: 2) { $0.write(Array(domain.utf8)) }
                }
            case 0x0005:  // status_request
                content.write([0x01, 0x00, 0x00, 0x00, 0x00])
            case 0x000A:  // supported_groups
                let postQuantum: [UInt16] = modern == nil ? [] : [0x11EC]
                content.block(width: 2) { $0.write(words: [greaseValue(4)] + postQuantum + [0x001D, 0x0017, 0x0018]) }
            case 0x000B:  // ec_point_formats
                content.write([0x01, 0x00])
            case 0x000D:  // signature_algorithms
                content.block(width: 2) {
                    $0.write(words: [0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601])
                }
            case 0x0010:  // application_layer_protocol_negotiation
                content.block(width: 2) { list in
                    list.block(width: 1) { $0.write(Array("h2".utf8)) }
                    list.block(width: 1) { $0.write(Array("http/1.1".utf8)) }
                }
            case 0x001B:  // compress_certificate
                content.block(width: 1) { $0.write(word: 0x0002) }
            case 0x002B:  // supported_versions
                let old: [UInt16] = modern == nil ? [0x0302, 0x0301] : []
                content.block(width: 1) { $0.write(words: [greaseValue(6), 0x0304, 0x0303] + old) }
            case 0x002D:  // psk_key_exchange_modes
                content.write([0x01, 0x01])
            case 0x0033:  // key_share
                content.block(width: 2) { writeKeyShares(to: &$0) }
            case 0x44CD:  // application_settings
                content.block(width: 2) { list in list.block(width: 1) { $0.write(Array("h2".utf8)) } }
            case 0xFE0D:  // encrypted_client_hello
                writeEncryptedHello(to: &content)
            case 0xFF01:  // renegotiation_info
                content.write([0x00])
            default:  // signed_certificate_timestamp, extended_master_secret, session_ticket: empty
                break
            }
        }
    }

    private func writeKeyShares(to writer: inout TLSWriter) {
        writer.extension(greaseValue(4)) { $0.write([0x00]) }
        if let modern { writer.extension(0x11EC) { $0.write(modern.encapsulationKey + modern.hybridKeyShare) } }
        writer.extension(0x001D) { $0.write(keyShare) }
    }

    private func writeEncryptedHello(to writer: inout TLSWriter) {
        guard let modern else { return }
        writer.write([0x00])
        writer.write(words: [0x0001, 0x0001])
        writer.write([modern.echConfiguration])
        writer.block(width: 2) { $0.write(modern.echKey) }
        writer.block(width: 2) { $0.write(modern.echPayload) }
    }
}
