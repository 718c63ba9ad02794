// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramCrypto
import FerogramMTProto
import Foundation

/// The ciphers of all connections of the process: as many are kept as may work at once.
final class CipherPool: Sendable {
    /// A cipher, and where the padding comes from.
    struct Tools: ~Copyable {
        var cipher = PacketCipher()
        var generator = BufferedRandomNumberGenerator()
    }

    /// Carries tools, which cannot be copied, from one use to the next.
    private final class Box: Sendable {
        let tools = Lock(Tools())
    }

    static let shared = CipherPool(keeping: ProcessInfo.processInfo.activeProcessorCount + 1)

    private let free = Lock<[Box]>([])
    private let capacity: Int

    init(keeping capacity: Int) {
        self.capacity = capacity
    }

    /// Lends tools that nobody else uses meanwhile.
    ///
    /// - Parameter body: Uses them.
    /// - Returns: What `body` returns.
    /// - Throws: What `body` throws.
    func lend<Result: Sendable, Failure: Error>(
        _ body: (inout Tools) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let box = free.withLock { $0.popLast() } ?? Box()
        defer {
            free.withLock { free in
                if free.count < capacity { free.append(box) }
            }
        }
        return try box.tools.withLock { tools throws(Failure) in try body(&tools) }
    }
}
