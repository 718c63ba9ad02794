// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramFSM
import FerogramSession
import FerogramTLTypes
import Foundation

/// The state of a conversation in which a scene is.
struct SceneState: ConversationState {
    static var stateNamespace: String { "Scene" }
    let scene: String
}

/// What a scene has sent.
struct SceneRecord: Codable, Sendable {
    /// Tells this run of a scene from all others.
    let run: UInt64
    /// How far the account's updates, and those of the scene's channel, were handled before what is not kept was sent.
    var updates: [Int32]?
    var channelID: Int64?
    var channelPTS: Int32?
    /// How many messages were kept, each in a field of its own.
    var count = 0

    init(run: UInt64) { self.run = run }

    /// Takes note of how far updates are handled.
    mutating func note(_ core: ClientCore, in chat: PeerID) {
        let (account, channels) = core.updateState
        updates = account.map { [$0.pts, $0.qts, $0.date, $0.seq] }
        guard case .channel(let id) = chat else { return }
        (channelID, channelPTS) = (id, channels[id])
    }

    var place: JournaledUpdate.Place {
        var place = JournaledUpdate.Place()
        if let updates, updates.count == 4 {
            place.account = UpdateState(pts: updates[0], qts: updates[1], date: updates[2], seq: updates[3])
        }
        if let channelID, let channelPTS { place.channel = .init(id: channelID, pts: channelPTS) }
        return place
    }
}

/// A message that a scene has sent.
struct SceneMessage: Codable, Sendable {
    /// The number with which it was sent.
    let id: Int64
    let raw: Data
}

/// What was answered, done and sent in a scene so far.
///
/// A scene is run by one handler, so that nobody else changes its journal.
final class SceneJournal: Sendable {
    private struct State {
        var entries: [Data] = []
        /// The entry that is read next.
        var position = 0
        /// The message with which the person goes on, as long as no question has taken it.
        var answer: Message?
        /// Whether a question was there that could take it.
        var wasOffered = false
        var record: SceneRecord?
        /// What was sent, by the numbers.
        var sent: [Int64: Data] = [:]
    }

    private let conversation: ConversationContext<SceneState>
    private let core: ClientCore
    private let chat: PeerID
    private let state = Lock(State())

    init(_ conversation: ConversationContext<SceneState>, for message: Message) {
        self.conversation = conversation
        (core, chat) = (message.context.core, message.chatID)
    }

    /// The number of the newest message that was taken.
    private static let lastMessage = ConversationField<Int32>("scene message")

    private static let record = ConversationField<SceneRecord>("scene sent")

    private static func message(_ index: Int) -> ConversationField<SceneMessage> {
        ConversationField("scene sent \(index)")
    }

    private static func field(_ index: Int) -> ConversationField<Data> { ConversationField("scene \(index)") }

    /// Begins a scene, in the place of another one.
    func begin(_ name: String, _ message: Message) async throws {
        try await forget()
        var record = SceneRecord(run: UInt64.random(in: .min ... .max))
        record.note(core, in: chat)
        state.withLock { [record] in $0 = State(record: record) }
        try await conversation.setValue(record, of: Self.record)
        try await conversation.setValue(message.id, of: Self.lastMessage)
        try await conversation.transition(to: SceneState(scene: name))
    }

    /// Reads what there is.
    func load(resumingWith answer: Message) async throws {
        var entries: [Data] = []
        while let entry = try await conversation.value(of: Self.field(entries.count)) { entries.append(entry) }
        // A message whose handler was cut short comes again; it has led here already.
        let last = try await conversation.value(of: Self.lastMessage)
        let isNew = last.map { $0 < answer.id } ?? true
        var record = try await conversation.value(of: Self.record)
        var sent: [Int64: Data] = [:]
        let messages = try await keptMessages(record)
        for message in messages.compactMap(\.self) { sent[message.id] = message.raw }
        record?.count = messages.count
        state.withLock { [entries, record, sent] in
            $0 = State(entries: entries, answer: isNew ? answer : nil, record: record, sent: sent)
        }
    }

    /// The next entry, if it is not the first time that the scene comes here.
    func next() -> Data? {
        state.withLock { state in
            guard state.position < state.entries.count else { return nil }
            defer { state.position += 1 }
            return state.entries[state.position]
        }
    }

    /// Offers the message with which the person goes on to the first question without an answer.
    ///
    /// - Parameter take: Takes the message if it is an answer.
    /// - Returns: Whether it was taken.
    func offerAnswer(_ take: (Message) -> Bool) -> Bool {
        let answer = state.withLock { state -> Message? in
            defer { state.wasOffered = true }
            return state.wasOffered ? nil : state.answer
        }
        guard let answer, take(answer) else { return false }
        state.withLock { $0.answer = nil }
        return true
    }

    /// Whether the person has gone on with a message that no question has taken.
    var isAnswerLeft: Bool { state.withLock { $0.answer != nil } }

    func add(_ answer: Message) async throws {
        try await conversation.setValue(answer.id, of: Self.lastMessage)
        try await add(Data(answer.raw.encoded()))
    }

    func add(_ entry: Data) async throws {
        let index = state.withLock { state in
            state.entries.append(entry)
            state.position = state.entries.count
            return state.entries.count - 1
        }
        try await conversation.setValue(entry, of: Self.field(index))
        try await keepRecord()
    }

    /// Ends the scene; a state in which the scene has put the conversation stays.
    func end() async throws {
        // First, so that a scene whose end is cut short is over.
        try await conversation.exclusively {
            if try await conversation.state != nil { try await conversation.clearState() }
        }
        try await forget()
    }

    // MARK: What was sent

    /// Runs a closure in which each message is sent once, however often the scene runs again.
    func sendingOnce(_ body: () async throws -> Void) async throws {
        // Where there is a journal, the update that has begun the scene is handled again.
        guard CallContext.current.journal == nil, let record = state.withLock({ $0.record }) else {
            return try await body()
        }
        let scope = JournalScope(scene: self, run: record.run, place: record.place)
        try await CallContext.with(isolation: #isolation, { $0.journal = scope }, body)
    }

    /// Runs a closure in which each message is sent anew.
    static func sendingAnew<Value>(
        isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> Value
    ) async throws -> Value {
        guard CallContext.current.journal?.scene != nil else { return try await body() }
        return try await CallContext.with(isolation: isolation, { $0.journal = nil }, body)
    }

    /// The messages with some numbers, if the scene has sent them.
    func messages(_ randomIDs: [Int64]) -> [Message]? {
        let known = state.withLock { state in
            randomIDs.compactMap { state.sent[$0] }
        }
        guard !randomIDs.isEmpty, known.count == randomIDs.count else { return nil }
        let messages = known.compactMap { try? Self.message($0, core.context()) }
        return messages.count == known.count ? messages : nil
    }

    /// Takes note of what was sent.
    func note(_ messages: [Message], _ randomIDs: [Int64]) async {
        guard messages.count == randomIDs.count else { return }
        let raw = messages.compactMap { try? Data($0.raw.encoded()) }
        guard raw.count == messages.count else { return }
        let sent = zip(randomIDs, raw).map { SceneMessage(id: $0, raw: $1) }
        let first = state.withLock { state in
            for message in sent { state.sent[message.id] = message.raw }
            let first = state.record?.count ?? 0
            state.record?.count = first + sent.count
            return first
        }
        // If it cannot be kept, the server knows the number.
        for (index, message) in sent.enumerated() {
            try? await conversation.setValue(message, of: Self.message(first + index))
        }
        try? await keepRecord()
    }

    /// The messages that are kept, with a hole for each that could not be.
    private func keptMessages(_ record: SceneRecord?) async throws -> [SceneMessage?] {
        var messages: [SceneMessage?] = []
        while true {
            let message = try await conversation.value(of: Self.message(messages.count))
            // One more may have been kept than the record says.
            guard message != nil || messages.count < record?.count ?? 0 else { return messages }
            messages.append(message)
        }
    }

    private func keepRecord() async throws {
        let record = state.withLock { state in
            state.record?.note(core, in: chat)
            return state.record
        }
        if let record { try await conversation.setValue(record, of: Self.record) }
    }

    static func message(_ entry: Data, _ context: ObjectContext) throws -> Message {
        guard let raw = try? TL.Message(decoding: Array(entry)), let message = Message(raw, context) else {
            throw ConversationError.changedScene
        }
        return message
    }

    // In a list, as not all encoders take a value alone.
    static func entry<Value: Encodable>(of value: Value) throws -> Data { try JSONEncoder().encode([value]) }

    static func value<Value: Decodable>(_ entry: Data) throws -> Value {
        guard let value = try? JSONDecoder().decode([Value].self, from: entry).first else {
            throw ConversationError.changedScene
        }
        return value
    }

    private func forget() async throws {
        var count = 0
        while try await conversation.value(of: Self.field(count)) != nil { count += 1 }
        // The last one first, so that none is left behind if this is cut short.
        for index in (0..<count).reversed() { try await conversation.setValue(nil, of: Self.field(index)) }
        let sent = try await keptMessages(conversation.value(of: Self.record)).count
        for index in (0..<sent).reversed() { try await conversation.setValue(nil, of: Self.message(index)) }
        try await conversation.setValue(nil, of: Self.lastMessage)
        try await conversation.setValue(nil, of: Self.record)
    }
}
