// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramCrypto

/// How much random padding hides the length of an encrypted message.
public enum PaddingPolicy: Sendable {
    /// As little as the protocol allows: 12 to 27 bytes.
    case minimal
    /// Up to the next of a few sizes, as Telegram's own library does; the default.
    case sizeClasses
    /// Up to 255 bytes more than needed, for transports that hide the shape of the traffic.
    case random

    /// The sizes of small packets; larger ones grow in steps.
    private static let classes = [64, 128, 192, 256, 384, 512, 768, 1024, 1280]
    private static let step = 448

    /// Chooses the length of a plaintext.
    ///
    /// - Parameters:
    ///   - count: The length of header and body in bytes.
    ///   - generator: Where the random length comes from.
    /// - Returns: A multiple of 16 that leaves 12 to 1,024 bytes for padding.
    func paddedCount(for count: Int, using generator: inout some RandomNumberGenerator) -> Int {
        let least = (count + SessionLimits.padding.lowerBound + 15) & ~15
        switch self {
        case .minimal:
            return least
        case .random:
            return least + Int(generator.next() & 15) * 16
        case .sizeClasses:
            if let size = Self.classes.first(where: { $0 >= least }) { return size }
            let largest = 1280
            return largest + (least - largest + Self.step - 1) / Self.step * Self.step
        }
    }
}
