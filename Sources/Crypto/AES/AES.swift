// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// The sizes of AES-256.
public enum AES {
    /// The length of a key in bytes.
    public static let keyByteCount = 32
    /// The length of a block in bytes.
    public static let blockByteCount = 16
}
