// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramCrypto
import FerogramTLTypes

/// The update that a task handles, from which what it sends has its numbers.
final class JournalScope: Sendable {
    private let key: [UInt8]
    private let number: UInt64
    /// How often something was sent in this attempt, by its digest.
    private let occurrences = Lock<[[UInt8]: UInt32]>([:])

    init(key: [UInt8], number: UInt64) {
        self.key = key
        self.number = number
    }

    /// The number of something that is sent.
    ///
    /// The same content to the same peer has the same number in each attempt to handle the update, and another one the
    /// second time within an attempt.
    ///
    /// - Parameter call: The call in its binary form with the numbers at 0, so that it names the method, the peer and the
    ///   content.
    func randomID(for call: [UInt8]) -> Int64 {
        let digest = SHA256.hash(of: call)
        let occurrence = occurrences.withLock { occurrences in
            let count = occurrences[digest] ?? 0
            occurrences[digest] = count &+ 1
            return count
        }
        let place =
            withUnsafeBytes(of: number.littleEndian) { Array($0) }
            + withUnsafeBytes(of: occurrence.littleEndian) { Array($0) }
        let code = HMAC<SHA256>.authenticationCode(for: place, digest, key: key)
        return code.withUnsafeBytes { Int64(littleEndian: $0.loadUnaligned(as: Int64.self)) }
    }
}

extension ClientCore {
    /// A number for what is sent: one that derives from the update that the task handles, where there is a journal.
    ///
    /// - Parameter call: The call with a number of 0.
    func randomID(for call: some TLFunction) -> Int64 {
        guard let scope = CallContext.current.journal, let bytes = try? call.encoded() else { return randomID() }
        return scope.randomID(for: bytes)
    }
}
