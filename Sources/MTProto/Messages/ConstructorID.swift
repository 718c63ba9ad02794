// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// The ids of what stands around TL values and is therefore framed by hand.
enum ConstructorID {
    static let messageContainer: UInt32 = 0x73F1_F8DC
    static let messageCopy: UInt32 = 0xE060_46B2
    static let gzipPacked: UInt32 = 0x3072_CFA1
    static let rpcResult: UInt32 = 0xF35C_6D01
    static let rpcError: UInt32 = 0x2144_CA19
    static let vector: UInt32 = 0x1CB5_C415
}
