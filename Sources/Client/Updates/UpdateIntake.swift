// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramLock
import FerogramTLTypes

/// Takes what the server sends on its own account, reads it away from the I/O thread, and passes it on.
final class UpdateIntake: Sendable {
    private let stream: AsyncStream<ArraySlice<UInt8>>
    private let continuation: AsyncStream<ArraySlice<UInt8>>.Continuation

    /// How many packets may wait to be read; a server that sends more than that at once is healed by the difference.
    private static let capacity = 4_096

    init() {
        (stream, continuation) = AsyncStream.makeStream(
            of: ArraySlice<UInt8>.self, bufferingPolicy: .bufferingNewest(Self.capacity))
    }

    func append(_ bytes: ArraySlice<UInt8>) {
        continuation.yield(bytes)
    }

    func signalLoss() {
    }

    func finish() {
        continuation.finish()
    }

    func run(_ core: ClientCore) async {
        for await bytes in stream {
            let result = bytes.withUnsafeBytes { buffer in
                TLReader.read(buffer: buffer) { reader throws(TLError) in try TL.Updates(from: &reader) }
            }
            guard case .success(let updates) = result else { continue }
            core.deliver(updates)
        }
    }
}

extension ClientCore {
    /// Takes updates, and passes them on to the program.
    func deliver(_ batch: TL.Updates) {
        switch batch {
        case .updates(let batch):
            learn(users: batch.users, chats: batch.chats)
            for update in batch.updates { deliver(update) }
        case .combined(let batch):
            learn(users: batch.users, chats: batch.chats)
            for update in batch.updates { deliver(update) }
        case .updateShort(let batch):
            deliver(batch.update)
        case .updateShortMessage(let short):
            let account = account?.userID ?? 0
            deliver(
                .newMessage(.init(message: short.expanded(account: account), pts: short.pts, ptsCount: short.ptsCount)))
        case .updateShortChatMessage(let short):
            deliver(.newMessage(.init(message: short.expanded, pts: short.pts, ptsCount: short.ptsCount)))
        case .updateShortSentMessage, .tooLong:
            return
        }
    }

    private func deliver(_ update: TL.Update) {
        updates.append(Update(update, core: self))
    }
}
