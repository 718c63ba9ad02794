// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
public import FerogramParsers
public import FerogramTLTypes

extension TelegramClient {
    /// Lists the account's contacts (`contacts.getContacts`).
    ///
    /// - Returns: The contacts.
    /// - Throws: ``InvocationError``.
    public func contacts() async throws(InvocationError) -> [User] {
        switch try await core.invoke(TL.contacts.GetContacts(hash: 0)) {
        case .notModified: return []
        case .contacts(let list):
            let context = core.taking(list.users)
            return list.contacts.compactMap { context.user($0.userID) }
        }
    }

    /// Adds a user to the contacts, or changes a contact's name (`contacts.addContact`).
    ///
    /// - Parameters:
    ///   - user: The user.
    ///   - firstName: The first name.
    ///   - lastName: The last name.
    ///   - phone: The phone number; empty if it is not known.
    ///   - sharesPhone: Whether the user may see the account's phone number.
    ///   - note: A note about the contact; `nil` to leave that.
    /// - Throws: ``InvocationError``.
    public func addContact(
        _ user: some PeerConvertible, firstName: String, lastName: String = "", phone: String = "",
        sharingPhone sharesPhone: Bool = false, note: FormattedText? = nil
    ) async throws(InvocationError) {
        if firstName.isEmpty {
            throw .invalidArgument(method: "contacts.addContact", "a contact needs a first name")
        }
        let text = note?.tlText
        _ = core.contents(
            of: try await core.callUser(user) {
                TL.contacts.AddContact(
                    addPhonePrivacyException: sharesPhone, id: $0, firstName: firstName, lastName: lastName,
                    phone: phone, note: text)
            })
    }

    /// Adds somebody to the contacts who has the account among theirs (`contacts.acceptContact`).
    ///
    /// - Parameter user: The user.
    /// - Throws: ``InvocationError``.
    public func acceptContact(_ user: some PeerConvertible) async throws(InvocationError) {
        _ = try await core.callUser(user) { TL.contacts.AcceptContact(id: $0) }
    }

    /// Deletes contacts (`contacts.deleteContacts`).
    ///
    /// - Parameter users: The contacts.
    /// - Throws: ``InvocationError``.
    public func deleteContacts(_ users: [any PeerConvertible]) async throws(InvocationError) {
        _ = try await core.invoke(TL.contacts.DeleteContacts(id: try await core.resolveUsers(users)))
    }

    /// Deletes contacts by their phone numbers, also those who have no account (`contacts.deleteByPhones`).
    ///
    /// - Parameter phones: The phone numbers.
    /// - Throws: ``InvocationError``.
    public func deleteContacts(phones: [String]) async throws(InvocationError) {
        _ = try await core.invoke(TL.contacts.DeleteByPhones(phones: phones))
    }

    /// Imports contacts of an address book (`contacts.importContacts`).
    ///
    /// The server takes a part at a time; what it wants to see once more is sent once more.
    ///
    /// - Parameter contacts: The contacts.
    /// - Returns: The users they are.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func importContacts(_ contacts: [PhoneContact]) async throws(InvocationError) -> ImportedContacts {
        try await core.importContacts(contacts)
    }

    /// Tells when contacts were online last (`contacts.getStatuses`).
    ///
    /// - Returns: The contacts' numbers with what is known.
    /// - Throws: ``InvocationError``.
    public func contactStatuses() async throws(InvocationError) -> [Int64: UserStatus] {
        let statuses = try await core.invoke(TL.contacts.GetStatuses())
        return Dictionary(statuses.map { ($0.userID, UserStatus($0.status)) }, uniquingKeysWith: { $1 })
    }

    /// Lists the contacts whose birthday is about today (`contacts.getBirthdays`).
    ///
    /// - Returns: The contacts.
    /// - Throws: ``InvocationError``.
    public func contactBirthdays() async throws(InvocationError) -> [ContactBirthday] {
        let answer = try await core.invoke(TL.contacts.GetBirthdays())
        let context = core.taking(answer.users)
        return answer.contacts.map {
            ContactBirthday(userID: $0.contactID, user: context.user($0.contactID), birthday: $0.birthday)
        }
    }

    /// Lists the address book that the account has on the server, within a takeout (`contacts.getSaved`).
    ///
    /// - Returns: The contacts, also those who have no account.
    /// - Throws: ``InvocationError``.
    public func savedContacts() async throws(InvocationError) -> [PhoneContact] {
        try await core.invoke(TL.contacts.GetSaved()).map {
            PhoneContact(phone: $0.phone, firstName: $0.firstName, lastName: $0.lastName)
        }
    }

    /// Deletes the address book that the account has on the server (`contacts.resetSaved`).
    ///
    /// - Throws: ``InvocationError``.
    public func resetSavedContacts() async throws(InvocationError) {
        _ = try await core.invoke(TL.contacts.ResetSaved())
    }

    /// Chooses the account's close friends, who see stories that others do not (`contacts.editCloseFriends`).
    ///
    /// - Parameter users: All of them.
    /// - Throws: ``InvocationError``.
    public func setCloseFriends(_ users: [any PeerConvertible]) async throws(InvocationError) {
        let ids = try await core.resolve(users).compactMap { peer -> Int64? in
            if case .user(let id)? = core.peerID(of: peer) { id } else { nil }
        }
        _ = try await core.invoke(TL.contacts.EditCloseFriends(id: ids))
    }

    /// Writes a note about a contact, which the account alone sees (`contacts.updateContactNote`).
    ///
    /// - Parameters:
    ///   - note: The note; empty for none.
    ///   - user: The contact.
    /// - Throws: ``InvocationError``.
    public func setContactNote(
        _ note: FormattedText, of user: some PeerConvertible
    ) async throws(InvocationError) {
        _ = try await core.callUser(user) { TL.contacts.UpdateContactNote(id: $0, note: note.tlText) }
    }

    /// Suggests to a contact to show a birthday (`users.suggestBirthday`).
    ///
    /// - Parameters:
    ///   - birthday: Day, month, and the year if it is known.
    ///   - user: The contact.
    /// - Throws: ``InvocationError``.
    public func suggestBirthday(
        _ birthday: TL.Birthday, to user: some PeerConvertible
    ) async throws(InvocationError) {
        _ = try await core.callUser(user) { TL.users.SuggestBirthday(id: $0, birthday: birthday) }
    }

    /// Creates a link by which others can add the account to their contacts (`contacts.exportContactToken`).
    ///
    /// - Returns: The link, and until when it holds.
    /// - Throws: ``InvocationError``.
    public func contactLink() async throws(InvocationError) -> TL.ExportedContactToken {
        try await core.invoke(TL.contacts.ExportContactToken())
    }

    /// Finds the user of a contact link (`contacts.importContactToken`).
    ///
    /// - Parameter token: The last part of `https://t.me/contact/…`.
    /// - Returns: The user.
    /// - Throws: ``InvocationError``.
    public func importContactToken(_ token: String) async throws(InvocationError) -> User {
        let raw = try await core.invoke(TL.contacts.ImportContactToken(token: token))
        guard let user = User(raw, core.taking([raw])) else {
            throw .invalidResponse(method: "contacts.importContactToken", nil)
        }
        return user
    }

    /// Searches contacts, chats and everything that has a public name (`contacts.search`).
    ///
    /// - Parameters:
    ///   - query: The beginning of a name, 3 characters and more for others than one's own.
    ///   - limit: How many of each at most.
    ///   - localOnly: Whether only contacts and chats of the account are meant.
    /// - Returns: Who was found.
    /// - Throws: ``InvocationError``.
    public func searchContacts(
        _ query: String, limit: Int = 50, localOnly: Bool = false
    ) async throws(InvocationError) -> [Chat] {
        let found = try await core.search(query, limit: limit)
        return localOnly ? found.own : found.all
    }
}

extension ClientCore {
    func search(_ query: String, limit: Int) async throws(InvocationError) -> FoundPeers {
        let answer = try await invoke(TL.contacts.Search(q: query, limit: Int32(clamping: limit)))
        let context = taking(answer.users, answer.chats)
        return FoundPeers(
            own: answer.myResults.compactMap { context.chat(PeerID($0)) },
            global: answer.results.compactMap { context.chat(PeerID($0)) })
    }

    fileprivate func importContacts(_ contacts: [PhoneContact]) async throws(InvocationError) -> ImportedContacts {
        /// How many contacts one call has.
        let size = 500
        var users = [User?](repeating: nil, count: contacts.count)
        var popular: [Int: Int] = [:]
        var failed: [Int] = []
        var waiting = contacts.indices.map { (place: $0, attempts: 0) }[...]
        while !waiting.isEmpty {
            let part = waiting.prefix(size)
            waiting = waiting.dropFirst(size)
            let answer = try await invoke(
                TL.contacts.ImportContacts(
                    contacts: part.map { entry in
                        let contact = contacts[entry.place]
                        return .init(
                            clientID: Int64(entry.place), phone: contact.phone, firstName: contact.firstName,
                            lastName: contact.lastName)
                    }))
            let context = taking(answer.users)
            for contact in answer.imported {
                guard let place = Int(exactly: contact.clientID), users.indices.contains(place) else { continue }
                users[place] = context.user(contact.userID)
            }
            for contact in answer.popularInvites {
                if let place = Int(exactly: contact.clientID) { popular[place] = Int(contact.importers) }
            }
            let retries = Set(answer.retryContacts.compactMap { Int(exactly: $0) })
            for entry in part where retries.contains(entry.place) {
                if entry.attempts < 2 {
                    waiting.append((entry.place, entry.attempts + 1))
                } else {
                    failed.append(entry.place)
                }
            }
            if Task.isCancelled { throw .cancelled }
        }
        return ImportedContacts(users: users, popular: popular, failed: failed)
    }
}

extension FormattedText {
    /// The text as calls take notes and titles; a mention of a user needs an access hash and stays out.
    fileprivate var tlText: TL.TextWithEntities {
        TL.TextWithEntities(text: text, entities: tlEntities { _ in nil })
    }
}
