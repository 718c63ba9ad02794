// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

extension RandomNumberGenerator {
    /// Fills memory with random bytes.
    ///
    /// The system's generator fills the buffer at once from the kernel's CSPRNG. Any other generator is asked for as many
    /// 64-bit numbers as are needed, whose bytes are used lowest first; the unused bytes of the last number are dropped.
    /// That rule is fixed, so that tests can say exactly which bytes are drawn.
    ///
    /// - Parameter buffer: The memory to fill.
    public mutating func fill(_ buffer: UnsafeMutableRawBufferPointer) {
        if Self.self == SystemRandomNumberGenerator.self { return fillFromSystem(buffer) }
        var offset = 0
        while offset < buffer.count {
            let number = next().littleEndian
            let piece = min(8, buffer.count - offset)
            withUnsafeBytes(of: number) { bytes in
                UnsafeMutableRawBufferPointer(rebasing: buffer[offset..<offset + piece])
                    .copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[..<piece]))
            }
            offset += piece
        }
    }

    /// Draws random bytes that are not secret, such as nonces and padding.
    ///
    /// Secrets are drawn with ``SecureBytes/init(randomCount:using:)``, which wipes them.
    ///
    /// - Parameter count: How many bytes, at least 0.
    /// - Returns: The bytes, drawn as by ``fill(_:)``.
    public mutating func bytes(count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            fill(UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[..<count]))
            initialized = count
        }
    }
}

/// Fills memory from the kernel's CSPRNG.
private func fillFromSystem(_ buffer: UnsafeMutableRawBufferPointer) {
    guard let start = buffer.baseAddress else { return }
    #if canImport(Darwin)
    arc4random_buf(start, buffer.count)
    #else
    var filled = 0
    while filled < buffer.count {
        let piece = min(256, buffer.count - filled)  // getentropy gives no more at once
        guard getentropy(start + filled, piece) == 0 else {
            fatalError("the system's random source failed with errno \(errno)")
        }
        filled += piece
    }
    #endif
}
