// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase

/// Leads the updates of many accounts to anyone who reads them; it keeps one of each account at most.
final class UpdateFunnel: Sendable {
    private struct Item {
        let update: AccountUpdate
        let sender: CheckedContinuation<Void, Never>
    }

    private struct State {
        var isFinished = false
        var nextID: UInt64 = 0
        /// What nobody has taken, in the order in which it came.
        var waiting = FIFO<UInt64>()
        var items: [UInt64: Item] = [:]
        var readers: [UInt64: CheckedContinuation<UInt64?, Never>] = [:]
        var readerOrder = FIFO<UInt64>()

        mutating func makeID() -> UInt64 {
            nextID += 1
            return nextID
        }

        /// The reader that has waited longest.
        mutating func popReader() -> CheckedContinuation<UInt64?, Never>? {
            while let id = readerOrder.popFirst() {
                if let reader = readers.removeValue(forKey: id) { return reader }
            }
            return nil
        }

        /// What has waited longest.
        mutating func popItem() -> UInt64? {
            while let id = waiting.popFirst() {
                if items[id] != nil { return id }
            }
            return nil
        }
    }

    private let state = Lock(State())

    /// Hands an update over, and waits until it is handled, the task is cancelled or everything ends.
    func send(_ update: AccountUpdate) async {
        let id = state.withLock { $0.makeID() }
        await withTaskCancellationHandler {
            await withCheckedContinuation { sender in
                let reader = state.withLock { state -> CheckedContinuation<UInt64?, Never>?? in
                    guard !state.isFinished, !Task.isCancelled else { return .none }
                    state.items[id] = Item(update: update, sender: sender)
                    if let reader = state.popReader() { return .some(reader) }
                    state.waiting.append(id)
                    return .some(nil)
                }
                switch reader {
                case .none: sender.resume()
                case .some(let reader): reader?.resume(returning: id)
                }
            }
        } onCancel: {
            release(id)
        }
    }

    /// Lets the sender of an update go on.
    fileprivate func release(_ id: UInt64) {
        state.withLock { $0.items.removeValue(forKey: id) }?.sender.resume()
    }

    /// Lets another reader have an update, before all that came later.
    fileprivate func giveBack(_ id: UInt64) {
        let reader = state.withLock { state -> CheckedContinuation<UInt64?, Never>? in
            guard state.items[id] != nil else { return nil }
            if let reader = state.popReader() { return reader }
            state.waiting.prepend([id])
            return nil
        }
        reader?.resume(returning: id)
    }

    fileprivate func take() async -> (id: UInt64, update: AccountUpdate)? {
        while true {
            let reader = state.withLock { $0.makeID() }
            let id = await withTaskCancellationHandler {
                await withCheckedContinuation { (continuation: CheckedContinuation<UInt64?, Never>) in
                    let ready = state.withLock { state -> UInt64?? in
                        if Task.isCancelled { return .some(nil) }
                        if let id = state.popItem() { return .some(id) }
                        if state.isFinished { return .some(nil) }
                        state.readers[reader] = continuation
                        state.readerOrder.append(reader)
                        return .none
                    }
                    if case .some(let id) = ready { continuation.resume(returning: id) }
                }
            } onCancel: {
                state.withLock { $0.readers.removeValue(forKey: reader) }?.resume(returning: nil)
            }
            guard let id else { return nil }
            // The account may have been closed meanwhile.
            if let item = state.withLock({ $0.items[id] }) { return (id, item.update) }
        }
    }

    /// Ends everything: readers get what was handed over, and nothing more.
    func finish() {
        let (readers, senders) = state.withLock { state in
            state.isFinished = true
            defer {
                state.readers = [:]
                state.items = [:]
            }
            return (Array(state.readers.values), state.items.values.map(\.sender))
        }
        for reader in readers { reader.resume(returning: nil) }
        for sender in senders { sender.resume() }
    }

    /// Somebody who reads: what was taken counts as handled when more is taken, or the reader is gone, unless the task was
    /// cancelled by then.
    final class Reader: Sendable {
        private let funnel: UpdateFunnel
        private let current = Lock<UInt64?>(nil)

        init(_ funnel: UpdateFunnel) {
            self.funnel = funnel
        }

        deinit { letGo() }

        func next() async -> AccountUpdate? {
            letGo()
            guard let (id, update) = await funnel.take() else { return nil }
            current.withLock { $0 = id }
            return update
        }

        private func letGo() {
            guard let id = current.withLock({ $0.take() }) else { return }
            if Task.isCancelled { funnel.giveBack(id) } else { funnel.release(id) }
        }
    }
}
