// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMessageBox
import FerogramTLTypes

/// An update in the journal.
struct JournalEntry: Hashable, Sendable {
    /// Its number, which no other update of the journal ever has.
    let number: UInt64
    /// The share of the journal that it belongs to.
    let share: Int
    /// How far the account's updates were when it came.
    var place: JournaledUpdate.Place?

    init(number: UInt64, share: Int) {
        (self.number, self.share) = (number, share)
    }

    /// The name of its values in the store; names are in the order of the numbers.
    var name: String { "\(Self.digits(number, 16))-\(Self.digits(UInt64(share), 2))" }

    /// Reads a name; `nil` if it is none.
    init?(name: String) {
        let parts = name.split(separator: "-")
        guard parts.count == 2, let number = UInt64(parts[0], radix: 16), let share = Int(parts[1], radix: 16),
            (0..<JournalShares.count).contains(share)
        else { return nil }
        self.init(number: number, share: share)
    }

    private static func digits(_ number: UInt64, _ count: Int) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: max(0, count - digits.count)) + digits
    }
}

/// What the journal keeps of an update: the update, or a hole, and the peers that it speaks of.
struct JournaledUpdate: Sendable {
    enum Content: Sendable {
        case update(TL.Update)
        case gap(UpdateDelivery.Gap)
    }

    /// How far updates were.
    struct Place: Hashable, Sendable {
        var account: UpdateState?
        /// The channel that the update belongs to, and its number.
        var channel: Channel?

        struct Channel: Hashable, Sendable {
            var id: Int64
            var pts: Int32
        }
    }

    var content: Content
    var users: [TL.User]
    var chats: [TL.Chat]
    /// How far the account's updates were when it came.
    var place: Place?

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
    init(_ content: Content, from users: [TL.User], _ chats: [TL.Chat], at place: Place? = nil) {
        self.init(content: content, users: [], chats: [], place: place)
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
        var head = JournalHead()
        head.bytes([Self.version])
        if let account = place?.account {
            head.bytes([1])
            for number in [account.pts, account.qts, account.date, account.seq] { head.number(number) }
        } else {
            head.bytes([0])
        }
        if let channel = place?.channel {
            head.bytes([1])
            head.number(channel.id)
            head.number(channel.pts)
        } else {
            head.bytes([0])
        }
        if case .gap(let gap) = content {
            let channel: Int64 = if case .channel(let id) = gap.domain { id } else { 0 }
            head.bytes([1, gap.domain == .common ? 0 : gap.domain == .secondary ? 1 : 2, gap.isInaccessible ? 1 : 0])
            head.number(channel)
            head.number(gap.pts)
        } else {
            head.bytes([0])
        }
        return head.written + (try body(users: users, chats: chats))
    }

    /// Reads the bytes in the store; `nil` if they are not an update that this version knows.
    init?(_ bytes: [UInt8]) {
        var head = JournalHead(bytes)
        guard head.byte() == Self.version else { return nil }
        var place = Place()
        if head.byte() == 1 {
            guard let pts: Int32 = head.read(), let qts: Int32 = head.read(), let date: Int32 = head.read(),
                let seq: Int32 = head.read()
            else { return nil }
            place.account = UpdateState(pts: pts, qts: qts, date: date, seq: seq)
        }
        if head.byte() == 1 {
            guard let id: Int64 = head.read(), let pts: Int32 = head.read() else { return nil }
            place.channel = .init(id: id, pts: pts)
        }
        guard let kind = head.byte(), kind <= 1 else { return nil }
        var hole: (domain: UpdateDomain, pts: Int32, isInaccessible: Bool)?
        if kind == 1 {
            guard let domain = head.byte(), let isInaccessible = head.byte(), let channel: Int64 = head.read(),
                let pts: Int32 = head.read()
            else { return nil }
            hole = (
                domain == 0 ? .common : domain == 1 ? .secondary : .channel(channel), pts, isInaccessible == 1
            )
        }
        let read = head.rest.withUnsafeBytes { buffer in
            TLReader.read(buffer: buffer) { reader throws(TLError) in try TL.Updates(from: &reader) }
        }
        guard case .success(.updates(let body)) = read else { return nil }
        let content: Content
        if let hole {
            content = .gap(
                UpdateDelivery.Gap(
                    domain: hole.domain, pts: hole.pts, isInaccessible: hole.isInaccessible,
                    messages: body.updates.compactMap(\.newMessage)))
        } else {
            guard let update = body.updates.first else { return nil }
            content = .update(update)
        }
        self.init(content: content, users: body.users, chats: body.chats, place: place)
    }
}

/// What stands before an update in the journal.
private struct JournalHead {
    private(set) var written: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8] = []) { written = bytes }

    var rest: ArraySlice<UInt8> { written[position...] }

    mutating func bytes(_ bytes: [UInt8]) { written += bytes }

    mutating func number(_ number: some FixedWidthInteger) {
        withUnsafeBytes(of: number.littleEndian) { written += $0 }
    }

    mutating func byte() -> UInt8? {
        guard position < written.count else { return nil }
        defer { position += 1 }
        return written[position]
    }

    mutating func read<Number: FixedWidthInteger>() -> Number? {
        let size = Number.bitWidth / 8
        guard written.count - position >= size else { return nil }
        defer { position += size }
        return written.withUnsafeBytes { bytes in
            Number(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: Number.self))
        }
    }
}
