// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import CFerogramOpenSSL

/// Comparisons whose duration says nothing about the bytes.
public enum ConstantTime {
    /// Compares two byte strings in a time that depends on their lengths alone.
    ///
    /// - Parameters:
    ///   - left: Any bytes.
    ///   - right: Any bytes; a different length is simply unequal.
    /// - Returns: Whether all bytes agree.
    public static func areEqual(_ left: some ByteSource, _ right: some ByteSource) -> Bool {
        left.withContiguousBytes { left in
            right.withContiguousBytes { right in
                guard left.count == right.count else { return false }
                guard let first = left.baseAddress, let second = right.baseAddress else { return true }
                return CRYPTO_memcmp(first, second, left.count) == 0
            }
        }
    }
}
