// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// What happens to updates that are being handled when the program is killed.
public enum UpdateGuarantee: Hashable, Sendable {
    /// They come again after the next start: each update is handled at least once, some twice.
    case atLeastOnce
    /// They do not come again: each update is handled at most once, some never.
    case atMostOnce
}
