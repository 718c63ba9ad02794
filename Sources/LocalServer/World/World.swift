// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

/// Who there is and what was said, without any session or socket.
///
/// What belongs to one area alone is in a struct of its own, `World/<Area>/<Area>State.swift`, in a property that bears
/// the area's name. Whoever changes something sets ``now`` first and takes ``pushes`` afterwards. Equal seeds and equal actions give equal
/// worlds.
struct World: Sendable {
    let limits: WorldLimits
    /// How many data centres there are; accounts live in those from 1 on.
    let dataCenters: Int
    /// The time in seconds since 1970.
    var now: Int64 = 0
    /// Updates that nobody has taken yet.
    private(set) var pushes: [Push] = []
    private(set) var accounts: [Int64: Account] = [:]
    /// Apart from the accounts, so that whoever looks at an account does not make its messages be copied when they change.
    private(set) var mailboxes: [Int64: Mailbox] = [:]
    var groups: [Int64: BasicGroup] = [:]
    var channels: [Int64: Channel] = [:]
    /// The channels in which an account is.
    var channelsOfAccounts: [Int64: Set<Int64>] = [:]
    var record: UpdateRecord
    var lastGroupID: Int64 = 1_000
    var lastChannelID: Int64 = 2_000_000
    var randomness: SeededRandomness
    var codes = PendingCodes()
    var bots = BotsState()
    var chats = ChatsState()
    var boosts = BoostsState()
    var contacts = ContactsState()
    var dialogs = DialogsState()
    var media = MediaState()
    var polls = PollsState()
    var stickers = StickersState()
    var numbered = NumberedUpdates()
    var checklists = ChecklistsState()
    var profilePhotos = ProfilePhotos()
    var people = AccountState()
    var messageState = MessagesState()

    private let accessKey: UInt64
    private var lastPersonID: Int64 = 1_000_000
    private var lastBotID: Int64 = 7_000_000
    var idsByUsername: [String: Int64] = [:]
    private var idsByPhone: [String: Int64] = [:]
    private var idsByToken: [String: Int64] = [:]
    private var lastSharedID: Int64 = 0

    init(seed: UInt64, dataCenters: Int, limits: WorldLimits = WorldLimits()) {
        randomness = SeededRandomness(seed: seed)
        accessKey = randomness.next()
        self.dataCenters = dataCenters
        self.limits = limits
        record = UpdateRecord(capacity: limits.recordedUpdates)
    }

    /// The time as messages carry it.
    var date: Int32 { Int32(clamping: now) }

    subscript(id: Int64) -> Account? { accounts[id] }

    // MARK: Accounts

    /// Adds a person; the phone number must be free.
    mutating func addPerson(
        phone: String, firstName: String, lastName: String? = nil, username: String? = nil, dataCenter: Int
    ) throws(RPCFailure) -> Account {
        guard idsByPhone[phone] == nil else { throw .bad(.phoneNumberOccupied) }
        if let username { try check(username: username, for: nil) }
        try checkRoom()
        lastPersonID += 1
        let account = Account(
            id: lastPersonID, kind: .person(phone: phone), dataCenter: dataCenter, firstName: firstName,
            lastName: lastName, username: username)
        idsByPhone[phone] = account.id
        insert(account)
        return account
    }

    /// Adds a bot and draws its token.
    mutating func addBot(username: String, name: String, dataCenter: Int) throws(RPCFailure) -> Account {
        try check(username: username, for: nil)
        try checkRoom()
        lastBotID += 1
        let token = "\(lastBotID):\(randomness.text(count: 35))"
        let account = Account(
            id: lastBotID, kind: .bot(token: token), dataCenter: dataCenter, firstName: name, username: username)
        idsByToken[token] = account.id
        insert(account)
        return account
    }

    /// Gives a bot another token; the old one is good for nothing any more.
    mutating func renewToken(of bot: Int64) {
        guard let old = accounts[bot]?.token else { return }
        let token = "\(bot):\(randomness.text(count: 35))"
        idsByToken[old] = nil
        idsByToken[token] = bot
        accounts[bot]?.kind = .bot(token: token)
    }

    private mutating func insert(_ account: Account) {
        accounts[account.id] = account
        mailboxes[account.id] = Mailbox(limits: limits)
        if let username = account.username { idsByUsername[username.lowercased()] = account.id }
    }

    /// What signing up answers where there are too many accounts; Telegram has no such error.
    private static let worldFull = TLErrorName(rawValue: "WORLD_FULL")

    private func checkRoom() throws(RPCFailure) {
        guard accounts.count < limits.accounts else { throw RPCFailure(500, Self.worldFull) }
    }

    /// Gives an account another phone number.
    mutating func setPhone(_ phone: String, of id: Int64) {
        guard let old = accounts[id]?.phone else { return }
        idsByPhone[old] = nil
        idsByPhone[phone] = id
        accounts[id]?.kind = .person(phone: phone)
    }

    func account(phone: String) -> Account? {
        idsByPhone[Self.digits(of: phone)].flatMap { accounts[$0] }
    }

    func account(token: String) -> Account? {
        idsByToken[token].flatMap { accounts[$0] }
    }

    func account(username: String) -> Account? {
        let name = username.hasPrefix("@") ? String(username.dropFirst()) : username
        return idsByUsername[name.lowercased()].flatMap { accounts[$0] }
    }

    /// A phone number as accounts carry it.
    static func digits(of phone: String) -> String {
        String(phone.unicodeScalars.filter { ("0"..."9").contains($0) })
    }

    /// Lends an account for changes.
    @discardableResult
    mutating func update<Result>(_ id: Int64, _ body: (inout Account) -> Result) -> Result? {
        guard let index = accounts.index(forKey: id) else { return nil }
        return body(&accounts.values[index])
    }

    /// What an account has; empty for an account that does not exist.
    func mailbox(of id: Int64) -> Mailbox { mailboxes[id] ?? Mailbox(limits: limits) }

    /// Lends what an account has for changes.
    @discardableResult
    mutating func changeMailbox<Result>(_ id: Int64, _ body: (inout Mailbox) -> Result) -> Result? {
        guard let index = mailboxes.index(forKey: id) else { return nil }
        return body(&mailboxes.values[index])
    }

    /// Changes or removes a username.
    mutating func setUsername(_ username: String?, of id: Int64) throws(RPCFailure) {
        guard let account = accounts[id] else { throw .bad(.userIDInvalid) }
        if account.username == username { throw .bad(.usernameNotModified) }
        if let username { try check(username: username, for: id) }
        if let old = account.username { idsByUsername[old.lowercased()] = nil }
        if let username { idsByUsername[username.lowercased()] = id }
        accounts[id]?.username = username
    }

    /// Checks that a username may be taken; see core.telegram.org/method/account.checkUsername.
    func check(username: String, for id: Int64?) throws(RPCFailure) {
        let isAllowed = username.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
        guard isAllowed, (3...32).contains(username.utf8.count) else { throw .bad(.usernameInvalid) }
        if let owner = idsByUsername[username.lowercased()], owner != id { throw .bad(.usernameOccupied) }
    }

    // MARK: Access

    /// The number with which one account names another.
    func accessHash(of target: Int64, for viewer: Int64) -> Int64 {
        let mixed = SeededRandomness.mix(accessKey ^ UInt64(bitPattern: target))
        return Int64(bitPattern: SeededRandomness.mix(mixed ^ UInt64(bitPattern: viewer)))
    }

    /// Whether an access hash is right; bots may leave it out for those whom they know.
    private func mayAccess(_ target: Int64, _ hash: Int64, _ viewer: Account) -> Bool {
        if target == viewer.id || hash == accessHash(of: target, for: viewer.id) { return true }
        guard viewer.isBot, hash == 0 else { return false }
        return knows(target, viewer.id)
            || channelsOfAccounts[viewer.id, default: []].contains { channels[$0]?.members[target] != nil }
    }

    /// Finds whom a client means.
    func user(_ user: TL.InputUser, for viewer: Account) -> Account? {
        switch user {
        case .userSelf: accounts[viewer.id]
        case .inputUser(let user) where mayAccess(user.userID, user.accessHash, viewer): accounts[user.userID]
        case .fromMessage(let user): person(user.userID, inMessage: user.msgID, of: user.peer, viewer)
        case .inputUser, .empty: nil
        }
    }

    /// Finds who is meant by somebody's own name for a person.
    func peer(_ peer: TL.InputPeer, for viewer: Account) throws(RPCFailure) -> Account {
        let found: Account? =
            switch peer {
            case .peerSelf: accounts[viewer.id]
            case .user(let user) where mayAccess(user.userID, user.accessHash, viewer): accounts[user.userID]
            case .userFromMessage(let user): person(user.userID, inMessage: user.msgID, of: user.peer, viewer)
            case .user, .chat, .channel, .channelFromMessage, .empty: nil
            }
        guard let found else { throw .bad(.peerIDInvalid) }
        return found
    }

    // MARK: Pushes

    /// Tells an account's sessions something.
    ///
    /// - Parameters:
    ///   - updates: What to tell.
    ///   - account: Whose sessions.
    ///   - origin: The session that is told by the answer to its call.
    ///   - channel: The channel whose change it is, if it is one's.
    ///   - pts: The channel's number after the change.
    mutating func push(
        _ updates: TL.Updates, to account: Int64, except origin: CallOrigin? = nil, channel: Int64? = nil,
        pts: Int32 = 0
    ) {
        let place = channel.map { Push.Channel(id: $0, pts: pts) }
        pushes.append(Push(account: account, except: origin, updates: updates, channel: place))
    }

    /// Remembers numbered changes of which an account is told.
    mutating func note(_ changes: [Mailbox.Change], for account: Int64, madeBy origin: CallOrigin?) {
        tellBusinessBot(of: account, changes)
        guard record.isOn, let mailbox = mailboxes[account] else { return }
        for change in changes {
            record.add(RecordedUpdate(change, in: mailbox, channel: nil, madeBy: origin), for: account)
        }
    }

    mutating func takePushes() -> [Push] {
        defer { pushes = [] }
        return pushes
    }

    /// What a message is called that no client gave a name.
    mutating func nextRandomID() -> Int64 { Int64(bitPattern: randomness.next() | 1) }

    /// The number that the next message gets.
    var comingSharedID: Int64 { lastSharedID + 1 }

    mutating func nextSharedID() -> Int64 {
        lastSharedID += 1
        return lastSharedID
    }
}
