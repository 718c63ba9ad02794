// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

/// Whom accounts have as contacts, and whom they blocked.
struct ContactsState: Sendable {
    /// A contact, as the account calls it.
    struct Contact: Sendable {
        var firstName: String
        var lastName: String
        var note: TL.TextWithEntities?
        /// Whether the account has the contact's phone number, which nobody can hide from it then.
        var knowsPhone = false
    }

    /// Somebody who is blocked.
    struct Block: Sendable {
        let peer: Int64
        let date: Int32
    }

    private var contacts: [Int64: [Int64: Contact]] = [:]
    private var blocked: [Int64: [Block]] = [:]
    private var blockedFromStories: [Int64: [Block]] = [:]
    var closeFriends: [Int64: Set<Int64>] = [:]
    /// Contacts without an account, by whose they are: what the address book on the server has of them.
    var phoneBook: [Int64: [String: Contact]] = [:]
    /// Categories of chats that are used often are kept unless an account has switched that off.
    var withoutTopPeers: Set<Int64> = []
    /// Chats that an account does not want to be reminded of.
    var forgottenTopPeers: [Int64: Set<Int64>] = [:]

    /// How long a link to an account holds, in seconds.
    static let tokenLife: Int32 = 3_600
    private var tokens: [String: (owner: Int64, until: Int32)] = [:]

    /// Makes a token by which others find an account; there is one for each account.
    mutating func makeToken(of account: Int64, until date: Int32, _ number: UInt64) -> String {
        let token = "\(account):" + String(number, radix: 36)
        tokens = tokens.filter { $0.value.owner != account }
        tokens[token] = (account, date)
        return token
    }

    func owner(ofToken token: String, at date: Int32) -> Int64? {
        tokens[token].flatMap { $0.until > date ? $0.owner : nil }
    }

    func isContact(_ person: Int64, of account: Int64) -> Bool { contacts[account]?[person] != nil }

    func contact(_ person: Int64, of account: Int64) -> Contact? { contacts[account]?[person] }

    func all(of account: Int64) -> [Int64] { contacts[account]?.keys.sorted() ?? [] }

    mutating func set(_ contact: Contact?, _ person: Int64, of account: Int64) {
        contacts[account, default: [:]][person] = contact
        if contact == nil { closeFriends[account]?.remove(person) }
    }

    func hasBlocked(_ peer: Int64, _ account: Int64, fromStories: Bool = false) -> Bool {
        blockList(of: account, fromStories: fromStories).contains { $0.peer == peer }
    }

    /// Whom an account blocked, the last one first.
    func blockList(of account: Int64, fromStories: Bool) -> [Block] {
        (fromStories ? blockedFromStories : blocked)[account] ?? []
    }

    mutating func setBlockList(_ list: [Block], of account: Int64, fromStories: Bool) {
        if fromStories { blockedFromStories[account] = list } else { blocked[account] = list }
    }

    mutating func block(_ peer: Int64, _ isBlocked: Bool, by account: Int64, fromStories: Bool, at date: Int32) {
        var list = blockList(of: account, fromStories: fromStories).filter { $0.peer != peer }
        if isBlocked { list.insert(Block(peer: peer, date: date), at: 0) }
        setBlockList(list, of: account, fromStories: fromStories)
    }
}
