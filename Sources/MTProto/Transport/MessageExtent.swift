// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// How much of a payload belongs to its MTProto message, the rest being the transport's padding.
///
/// The padded intermediate framing leaves 0 to 15 random bytes at the end of a payload. They must not reach the check
/// of the message key.
public enum MessageExtent {
    /// The bytes of an encrypted packet before its encrypted part: key id and message key.
    private static let encryptedHeader = 8 + 16
    /// The bytes of an unencrypted message before its body: key id, message id and length.
    private static let unencryptedHeader = 8 + 8 + 4
    private static let block = 16

    /// Counts the bytes of the encrypted packet at the start of a payload.
    ///
    /// The encrypted part is a whole number of 16-byte blocks, so what is left over is padding.
    ///
    /// - Parameter count: The length of the payload in bytes.
    /// - Returns: The length of the packet, or `nil` if the payload cannot hold one block.
    public static func encrypted(payloadCount count: Int) -> Int? {
        guard count >= encryptedHeader + block else { return nil }
        return encryptedHeader + (count - encryptedHeader) / block * block
    }

    /// Counts the bytes of the unencrypted message at the start of a payload.
    ///
    /// - Parameter payload: A payload whose first eight bytes are zero.
    /// - Returns: The length of the message, or `nil` if the length in it exceeds the payload.
    public static func unencrypted(in payload: [UInt8]) -> Int? {
        guard payload.count >= unencryptedHeader else { return nil }
        let body = payload[16..<20].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        guard body <= UInt32(clamping: payload.count - unencryptedHeader) else { return nil }
        return unencryptedHeader + Int(body)
    }
}
