// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Frames of a server that are too short for a message.
enum ShortFrame {
    /// The longest frame that can be one: a quick acknowledgement with eight bytes of padding.
    static let maximumLength = 16
    /// Frames below this length hold a code.
    private static let codeBound = 16
    /// What the padded framing puts in front of a quick acknowledgement.
    private static let quickAckMark: Int32 = -1

    /// Reads a short frame.
    ///
    /// - Parameters:
    ///   - bytes: 4 to 16 bytes.
    ///   - framing: Only the padded framing has quick acknowledgements in frames.
    /// - Returns: What the frame says, or `nil` if it is no code and so, for all the transport knows, a payload.
    static func meaning(of bytes: [UInt8], framing: Framing) -> TransportFrame? {
        bytes.withUnsafeBytes { bytes in
            guard bytes.count >= 4 else { return nil }
            let code = Int32(littleEndian: bytes.loadUnaligned(as: Int32.self))
            if code == quickAckMark, framing == .paddedIntermediate, bytes.count >= 8 {
                let token = bytes.loadUnaligned(fromByteOffset: 4, as: UInt32.self)
                return .quickAck(token: UInt32(littleEndian: token))
            }
            guard bytes.count < codeBound, code <= 0 else { return nil }
            return code == 0 ? .noOperation : .transportError(code: code)
        }
    }
}
