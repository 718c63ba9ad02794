// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMessageBox
import FerogramTLTypes

/// An update in the journal.
struct JournalEntry: Hashable, Sendable {
    /// Its number, which no other update of the journal ever has.
    let number: UInt64

    /// The name of its values in the store; names are in the order of the numbers.
    var name: String { Self.name(number) }

    static func name(_ number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

/// What the journal keeps of an update: the update, or a hole, and the peers that it speaks of.
struct JournaledUpdate: Sendable {
    enum Content: Sendable {
        case update(TL.Update)
        case gap(UpdateDelivery.Gap)
    }

    var content: Content
    var users: [TL.User]
    var chats: [TL.Chat]

    /// The update for the program.
    func update(_ core: ClientCore) -> Update {
        let context = core.context(users, chats)
        return switch content {
        case .update(let update): Update(update, context)
        case .gap(let gap): .missed(MissedUpdates(gap, context))
        }
    }
}

extension JournaledUpdate {
    private static let version: UInt8 = 1

    /// Takes an update with those of the peers that it names.
    init(_ content: Content, from users: [TL.User], _ chats: [TL.Chat]) {
        self.init(content: content, users: [], chats: [])
        guard !users.isEmpty || !chats.isEmpty, let bytes = try? body(users: [], chats: []) else { return }
        // Every number of a peer stands in the binary form as it is.
        var numbers: Set<Int64> = []
        bytes.withUnsafeBytes { bytes in
            for offset in stride(from: 0, through: bytes.count - 8, by: 4) {
                numbers.insert(Int64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Int64.self)))
            }
        }
        self.users = users.filter { user in
            if case .user(let user) = user { return numbers.contains(user.id) }
            return false
        }
        self.chats = chats.filter { chat in
            switch chat.peerID {
            case .chat(let id), .channel(let id), .user(let id): numbers.contains(id)
            case nil: false
            }
        }
    }

    private func body(users: [TL.User], chats: [TL.Chat]) throws(TLError) -> [UInt8] {
        let updates: [TL.Update] =
            switch content {
            case .update(let update): [update]
            case .gap(let gap): gap.messages.map { .newMessage(.init(message: $0, pts: 0, ptsCount: 0)) }
            }
        return try TL.Updates.updates(.init(updates: updates, users: users, chats: chats, date: 0, seq: 0)).encoded()
    }

    /// The bytes in the store.
    func encoded() throws(TLError) -> [UInt8] {
        var head: [UInt8] = [Self.version, 0]
        if case .gap(let gap) = content {
            head[1] = 1
            let channel: Int64 = if case .channel(let id) = gap.domain { id } else { 0 }
            head += [gap.domain == .common ? 0 : gap.domain == .secondary ? 1 : 2, gap.isInaccessible ? 1 : 0]
            head += withUnsafeBytes(of: channel.littleEndian) { Array($0) }
            head += withUnsafeBytes(of: gap.pts.littleEndian) { Array($0) }
        }
        return head + (try body(users: users, chats: chats))
    }

    /// Reads the bytes in the store; `nil` if they are not an update that this version knows.
    init?(_ bytes: [UInt8]) {
        guard bytes.count >= 2, bytes[0] == Self.version, bytes[1] <= 1 else { return nil }
        let headLength = bytes[1] == 0 ? 2 : 16
        guard bytes.count >= headLength else { return nil }
        let read = bytes.dropFirst(headLength).withUnsafeBytes { buffer in
            TLReader.read(buffer: buffer) { reader throws(TLError) in try TL.Updates(from: &reader) }
        }
        guard case .success(.updates(let body)) = read else { return nil }
        if bytes[1] == 0 {
            guard let update = body.updates.first else { return nil }
            self.init(content: .update(update), users: body.users, chats: body.chats)
            return
        }
        let (channel, pts) = bytes.withUnsafeBytes { bytes in
            (
                Int64(littleEndian: bytes.loadUnaligned(fromByteOffset: 4, as: Int64.self)),
                Int32(littleEndian: bytes.loadUnaligned(fromByteOffset: 12, as: Int32.self))
            )
        }
        let gap = UpdateDelivery.Gap(
            domain: bytes[2] == 0 ? .common : bytes[2] == 1 ? .secondary : .channel(channel), pts: pts,
            isInaccessible: bytes[3] == 1, messages: body.updates.compactMap(\.newMessage))
        self.init(content: .gap(gap), users: body.users, chats: body.chats)
    }
}
