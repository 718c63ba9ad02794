// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto

/// The text of this library: `fg1.` and base64url of changes and 8 bytes of their SHA-256.
enum SwiftText {
    static let prefix = "fg1."
    private static let digestLength = 8

    static func write(_ data: SessionData) -> String {
        var short = data
        short.updates = nil
        short.channels = [:]
        short.peers = [:]
        for index in short.dataCenters.indices { short.dataCenters[index].salts = [] }
        let body = ByteWriter.write { $0.session(short) }
        return prefix
            + Base64URL.encode(
                ByteWriter.write { writer in
                    writer.bytes(body)
                    writer.bytes(Array(SHA256.hash(of: body).prefix(digestLength)))
                })
    }

    static func read(_ text: Substring) throws(SessionFormatError) -> SessionData {
        guard text.hasPrefix(prefix) else { throw SessionFormatError(.signatureMismatch, field: "text", position: 0) }
        guard let bytes = Base64URL.decode(text.dropFirst(prefix.count)) else {
            throw SessionFormatError(.textInvalid, field: "text")
        }
        return try bytes.withUnsafeBytes { bytes throws(SessionFormatError) in
            let split = bytes.count - digestLength
            guard split > 0 else { throw SessionFormatError(.truncated, field: "text", position: bytes.count) }
            let body = UnsafeRawBufferPointer(rebasing: bytes[..<split])
            let digest = UnsafeRawBufferPointer(rebasing: bytes[split...])
            guard ConstantTime.areEqual(Array(SHA256.hash(of: body).prefix(digestLength)), digest) else {
                throw SessionFormatError(.checksumMismatch, field: "text")
            }
            var data = SessionData()
            var reader = ByteReader(body)
            try reader.applyChanges(to: &data)
            return data
        }
    }
}
