// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMTProto
import FerogramMTSender

/// Keeps back messages of albums until the albums are complete.
///
/// It stands before the lanes of the chats, so that nobody is held up who waits for nothing.
final class AlbumCollector: Sendable {
    /// What tells the album that is being put together in a chat from earlier ones.
    struct Name: Hashable, Sendable {
        fileprivate let lane: UpdateLaneName
        fileprivate let serial: UInt64
    }

    /// What became of a ticket.
    enum Step: Sendable {
        /// It is the first one of an album, for which somebody must ``AlbumCollector/wait(for:_:)``.
        case began(Name)
        /// It belongs to an album that others have begun.
        case added
        /// It is the last one of an album, which is here.
        case complete(UpdateQueue.Ticket)
        /// It belongs to no album.
        case none
    }

    private struct Collection {
        let serial: UInt64
        let album: Int64
        let first: UpdateQueue.Ticket
        var others: [UpdateQueue.Ticket] = []
        /// When it is complete, if nothing comes before.
        var deadline: MonotonicTime
        /// Ends the wait for it, because somebody else has it.
        let gate = AsyncSemaphore(0)
    }

    private struct State {
        var open: [UpdateLaneName: Collection] = [:]
        var lastSerial: UInt64 = 0
    }

    private let gap: Duration
    private let time: Timekeeper
    private let isOn: @Sendable () -> Bool
    private let state = Lock(State())

    /// Creates a collector without albums.
    ///
    /// - Parameters:
    ///   - gap: After what time without another message an album is complete.
    ///   - time: Where the time comes from.
    ///   - isOn: Whether anybody wants albums.
    init(gap: Duration, _ time: Timekeeper, isOn: @escaping @Sendable () -> Bool) {
        (self.gap, self.time, self.isOn) = (gap, time, isOn)
    }

    /// Takes out the albums that must not stay behind an update.
    ///
    /// - Parameter update: What comes next.
    /// - Returns: The albums.
    func end(before update: Update) -> [UpdateQueue.Ticket] {
        let ended = state.withLock { state -> [Collection] in
            guard !state.open.isEmpty else { return [] }
            // The server does not say in which chat it was.
            if case .messagesDeleted(let deleted) = update, deleted.channelID == nil { return Self.takeAll(&state) }
            let lane = update.lane
            guard let collection = state.open[lane] else { return [] }
            if case .message(let message) = update, message.albumID == collection.album { return [] }
            state.open[lane] = nil
            return [collection]
        }
        return ended.map(Self.give)
    }

    /// Takes out all albums, because the run ends.
    ///
    /// - Returns: The albums, which nobody has begun to handle.
    func endAll() -> [UpdateQueue.Ticket] {
        state.withLock { Self.takeAll(&$0) }.map(Self.give)
    }

    private static func takeAll(_ state: inout State) -> [Collection] {
        defer { state.open = [:] }
        return state.open.values.sorted { $0.serial < $1.serial }
    }

    private static func give(_ collection: Collection) -> UpdateQueue.Ticket {
        collection.gate.release()
        return join(collection)
    }

    /// Keeps a message of an album back.
    ///
    /// - Parameter ticket: An update before which ``end(before:)`` was called.
    /// - Returns: What became of it.
    func add(_ ticket: UpdateQueue.Ticket) -> Step {
        guard case .message(let message) = ticket.update, let album = message.albumID else { return .none }
        let (lane, deadline) = (ticket.update.lane, time.now() + gap)
        let (step, complete) = state.withLock { state -> (Step, Collection?) in
            guard var collection = state.open[lane] else {
                guard isOn() else { return (.none, nil) }
                state.lastSerial += 1
                state.open[lane] = Collection(
                    serial: state.lastSerial, album: album, first: ticket, deadline: deadline)
                return (.began(Name(lane: lane, serial: state.lastSerial)), nil)
            }
            collection.others.append(ticket)
            collection.deadline = deadline
            let isComplete = collection.others.count + 1 >= MessageAlbum.size
            state.open[lane] = isComplete ? nil : collection
            return (.added, isComplete ? collection : nil)
        }
        return complete.map { .complete(Self.give($0)) } ?? step
    }

    /// Waits until nothing has come for some time, and gives the album away.
    ///
    /// - Parameters:
    ///   - name: What ``add(_:)`` began.
    ///   - place: Puts the album into its lane; it is called under the lock, so that nothing that comes later is faster.
    /// - Returns: What came of it; `nil` if the album was complete before. If the task is cancelled, it comes at once.
    func wait<Value>(for name: Name, _ place: (UpdateQueue.Ticket) -> Value?) async -> Value? {
        var isOver = false
        while true {
            let (value, collection) = state.withLock { state -> (Value?, Collection?) in
                guard let collection = state.open[name.lane], collection.serial == name.serial else {
                    return (nil, nil)
                }
                guard isOver || collection.deadline <= time.now() else { return (nil, collection) }
                state.open[name.lane] = nil
                return (place(Self.join(collection)), nil)
            }
            guard let collection else { return value }
            await withTaskGroup(of: Void.self) { group in
                group.addTask { [time] in try? await time.sleep(collection.deadline) }
                group.addTask { try? await collection.gate.acquire() }
                await group.next()
                group.cancelAll()
            }
            isOver = Task.isCancelled
        }
    }

    private static func join(_ collection: Collection) -> UpdateQueue.Ticket {
        let messages = ([collection.first] + collection.others).compactMap { ticket -> Message? in
            if case .message(let message) = ticket.update { message } else { nil }
        }
        guard let album = MessageAlbum(messages) else { return collection.first }
        return UpdateQueue.Ticket(collection.first, collection.others, as: .album(album))
    }
}
