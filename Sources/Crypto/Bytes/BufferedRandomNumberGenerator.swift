// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import CFerogramOpenSSL

/// Random numbers from the kernel's CSPRNG, fetched in bulk, for what is random but no key: padding, identifiers, jitter.
///
/// A system call costs more than encrypting a small packet, and the padding of each frame needs one. This generator makes
/// one for every 64 numbers. Nothing of what it has given out stays in its memory, and the rest is wiped with it. Keys and
/// secret exponents are drawn from `SystemRandomNumberGenerator`, which keeps nothing.
///
/// It is an object, so that a copy cannot give the same numbers again, and belongs to one task at a time. A process
/// made by `fork` without `exec`, which Swift does not offer, would have to make a new one.
public final class BufferedRandomNumberGenerator: RandomNumberGenerator {
    /// How many numbers are fetched at once.
    static let capacity = 64

    /// Allocated with the first number.
    private var numbers: UnsafeMutableBufferPointer<UInt64>?
    /// How many at the front of ``numbers`` have not been given out.
    private var remaining = 0
    private let refill: (UnsafeMutableRawBufferPointer) -> Void

    /// Creates a generator; it fetches nothing until it is asked.
    public convenience init() {
        self.init { buffer in
            var system = SystemRandomNumberGenerator()
            system.fill(buffer)
        }
    }

    /// Creates a generator with another source.
    ///
    /// - Parameter refill: Fills the buffer, whose memory stays the same.
    init(refill: @escaping (UnsafeMutableRawBufferPointer) -> Void) {
        self.refill = refill
    }

    deinit { rest() }

    /// Gives back its memory, where no number is going to be asked for in a while.
    package func rest() {
        guard let numbers else { return }
        let bytes = UnsafeMutableRawBufferPointer(numbers)
        OPENSSL_cleanse(bytes.baseAddress, bytes.count)
        numbers.deallocate()
        self.numbers = nil
        remaining = 0
    }

    private func makeBuffer() -> UnsafeMutableBufferPointer<UInt64> {
        let buffer = UnsafeMutableBufferPointer<UInt64>.allocate(capacity: Self.capacity)
        buffer.initialize(repeating: 0)
        numbers = buffer
        return buffer
    }

    /// The next number, which is wiped from the buffer.
    public func next() -> UInt64 {
        let numbers = numbers ?? makeBuffer()
        if remaining == 0 {
            refill(UnsafeMutableRawBufferPointer(numbers))
            remaining = Self.capacity
        }
        remaining -= 1
        let number = numbers[remaining]
        numbers[remaining] = 0
        return number
    }
}
