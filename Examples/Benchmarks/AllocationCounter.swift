// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import CFerogramOpenSSL
import Foundation

/// Counts heap allocations of Swift objects, arrays and boxes, and those of OpenSSL.
///
/// The Swift runtime exports the function pointer `_swift_allocObject` for instruments to replace; where it
/// is absent the counter answers `nil`. Only the benchmarks use it, on one thread.
enum AllocationCounter {
    private typealias Allocate =
        @convention(c) (UnsafeRawPointer?, Int, Int) -> UnsafeMutableRawPointer?

    nonisolated(unsafe) private static var original: Allocate?
    nonisolated(unsafe) private static var allocations = 0

    /// Has OpenSSL's allocations counted too; it must not have made one before.
    static func observeOpenSSL() {
        let isObserved = CRYPTO_set_mem_functions(
            { size, _, _ in
                AllocationCounter.allocations += 1
                return malloc(size)
            },
            { memory, size, _, _ in
                AllocationCounter.allocations += 1
                return realloc(memory, size)
            },
            { memory, _, _ in free(memory) })
        precondition(isObserved == 1, "OpenSSL has allocated already")
    }

    /// Runs `work` once and counts what it allocates.
    ///
    /// - Parameter work: What to run.
    /// - Returns: How many objects were allocated, or `nil` if that cannot be counted here.
    static func count(_ work: () -> Void) -> Int? {
        guard let symbol = dlsym(UnsafeMutableRawPointer(bitPattern: 0), "_swift_allocObject") else { return nil }
        let slot = symbol.assumingMemoryBound(to: Allocate.self)
        original = slot.pointee
        allocations = 0
        slot.pointee = { metadata, size, mask in
            AllocationCounter.allocations += 1
            return AllocationCounter.original?(metadata, size, mask)
        }
        work()
        if let original { slot.pointee = original }
        leaveInstrumentedMode()
        return allocations
    }

    /// Takes the runtime back to its fast paths, to which it does not return by itself.
    ///
    /// Once an instrument has been called, Swift 6.3 on Linux retains through a slow path that takes a short string's
    /// characters for the address of an object.
    private static func leaveInstrumentedMode() {
        let name = "_swift_enableSwizzlingOfAllocationAndRefCountingFunctions_forInstrumentsOnly"
        guard let flag = dlsym(UnsafeMutableRawPointer(bitPattern: 0), name) else { return }
        flag.storeBytes(of: 0, as: UInt8.self)
    }
}
