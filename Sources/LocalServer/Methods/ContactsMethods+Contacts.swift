// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
import FerogramTLTypes

extension MethodTable {
    /// Contacts, and who is blocked.
    mutating func addContactLists() {
        on(TL.contacts.GetContacts.self, .person) { _, caller, world in
            let all = world.contacts.all(of: caller.id)
            return .contacts(
                .init(
                    contacts: all.map { .init(userID: $0, mutual: world.contacts.isContact(caller.id, of: $0)) },
                    savedCount: Int32(clamping: world.contacts.phoneBook[caller.id]?.count ?? 0),
                    users: world.users(all, for: caller.id)))
        }
        on(TL.contacts.AddContact.self, .person) { request, caller, world in
            let person = try world.member(request.id, for: caller.account)
            guard person.id != caller.id else { throw RPCFailure.bad(.contactIDInvalid) }
            guard !request.firstName.isEmpty else { throw RPCFailure.bad(.contactNameEmpty) }
            world.contacts.set(
                .init(
                    firstName: request.firstName, lastName: request.lastName, note: request.note,
                    knowsPhone: !request.phone.isEmpty && world.account(phone: request.phone)?.id == person.id),
                person.id, of: caller.id)
            return world.contactsChanged([person.id], of: caller)
        }
        on(TL.contacts.AcceptContact.self, .person) { request, caller, world in
            let person = try world.member(request.id, for: caller.account)
            guard world.contacts.isContact(caller.id, of: person.id) else { throw RPCFailure.bad(.contactReqMissing) }
            world.contacts.set(
                .init(firstName: person.firstName, lastName: person.lastName ?? ""), person.id, of: caller.id)
            return world.contactsChanged([person.id], of: caller)
        }
        on(TL.contacts.DeleteContacts.self, .person) { request, caller, world in
            let people = try request.id.map { try world.member($0, for: caller.account).id }
            for person in people { world.contacts.set(nil, person, of: caller.id) }
            return world.contactsChanged(people, of: caller)
        }
        on(TL.contacts.DeleteByPhones.self, .person) { request, caller, world in
            for phone in request.phones {
                if let account = world.account(phone: phone) { world.contacts.set(nil, account.id, of: caller.id) }
                world.contacts.phoneBook[caller.id]?[World.digits(of: phone)] = nil
            }
            return true
        }
        on(TL.contacts.ImportContacts.self, .person) { request, caller, world in
            var imported: [TL.ImportedContact] = []
            for contact in request.contacts {
                let entry = ContactsState.Contact(
                    firstName: contact.firstName, lastName: contact.lastName, note: contact.note, knowsPhone: true)
                world.contacts.phoneBook[caller.id, default: [:]][World.digits(of: contact.phone)] = entry
                guard let account = world.account(phone: contact.phone), account.id != caller.id else { continue }
                world.contacts.set(entry, account.id, of: caller.id)
                imported.append(.init(userID: account.id, clientID: contact.clientID))
            }
            return .init(
                imported: imported, popularInvites: [], retryContacts: [],
                users: world.users(imported.map(\.userID), for: caller.id))
        }
        on(TL.contacts.GetStatuses.self, .person) { _, caller, world in
            world.contacts.all(of: caller.id).compactMap { id in
                world[id].flatMap { account in
                    world.status(of: account).map { .init(userID: id, status: $0) }
                }
            }
        }
        on(TL.contacts.EditCloseFriends.self, .person) { request, caller, world in
            world.contacts.closeFriends[caller.id] = Set(
                request.id.filter { world.contacts.isContact($0, of: caller.id) })
            return true
        }
        on(TL.contacts.UpdateContactNote.self, .person) { request, caller, world in
            let person = try world.member(request.id, for: caller.account)
            guard var contact = world.contacts.contact(person.id, of: caller.id) else {
                throw RPCFailure.bad(.contactMissing)
            }
            contact.note = request.note.text.isEmpty ? nil : request.note
            world.contacts.set(contact, person.id, of: caller.id)
            return true
        }
        on(TL.contacts.ResetSaved.self, .person) { _, caller, world in
            world.contacts.phoneBook[caller.id] = nil
            return true
        }
        addBlocking()
        addContactExtras()
    }

    private mutating func addBlocking() {
        on(TL.contacts.Block.self, .person) { request, caller, world in
            let peer = try world.target(request.id, for: caller.account)
            guard peer != caller.id else { throw RPCFailure.bad(.contactIDInvalid) }
            world.block(peer, true, fromStories: request.myStoriesFrom, by: caller)
            return true
        }
        on(TL.contacts.Unblock.self, .person) { request, caller, world in
            let peer = try world.target(request.id, for: caller.account)
            world.block(peer, false, fromStories: request.myStoriesFrom, by: caller)
            return true
        }
        on(TL.contacts.SetBlocked.self, .person) { request, caller, world in
            let peers = try request.id.map { try world.target($0, for: caller.account) }
            let date = world.date
            world.contacts.setBlockList(
                peers.map { .init(peer: $0, date: date) }, of: caller.id, fromStories: request.myStoriesFrom)
            return true
        }
        on(TL.contacts.GetBlocked.self, .person) { request, caller, world in
            let all = world.contacts.blockList(of: caller.id, fromStories: request.myStoriesFrom)
            let part = all.dropFirst(max(0, Int(request.offset))).prefix(max(0, min(Int(request.limit), 100)))
            let (users, chats) = world.peers(part.map(\.peer), for: caller.id)
            let blocked = part.map { TL.PeerBlocked(peerID: World.peer($0.peer), date: $0.date) }
            guard part.count < all.count else {
                return .blocked(.init(blocked: blocked, chats: chats, users: users))
            }
            return .slice(.init(count: Int32(clamping: all.count), blocked: blocked, chats: chats, users: users))
        }
    }
}

extension World {
    /// Tells an account's sessions that contacts are not what they were.
    fileprivate mutating func contactsChanged(_ people: [Int64], of caller: Caller) -> TL.Updates {
        let list = people.map { id in
            TL.Update.peerSettings(.init(peer: Self.peer(id), settings: settings(of: id, for: caller.id)))
        }
        push(updates(list, naming: people, for: caller.id), to: caller.id, except: caller.origin)
        return updates(list, naming: people, for: caller.id)
    }

    /// What the bar above a private chat offers.
    func settings(of person: Int64, for viewer: Int64) -> TL.PeerSettings {
        guard person > 0, person != viewer, accounts[person]?.isBot == false,
            !dialogs[viewer].hiddenBars.contains(person)
        else { return .init() }
        let isKnown = contacts.isContact(person, of: viewer)
        return .init(
            reportSpam: !isKnown, addContact: !isKnown, blockContact: !isKnown && !contacts.hasBlocked(person, viewer))
    }

    fileprivate mutating func block(_ peer: Int64, _ isBlocked: Bool, fromStories: Bool, by caller: Caller) {
        contacts.block(peer, isBlocked, by: caller.id, fromStories: fromStories, at: date)
        let update = TL.Update.peerBlocked(
            .init(blocked: isBlocked && !fromStories, blockedMyStoriesFrom: isBlocked, peerID: Self.peer(peer)))
        push(updates([update], naming: [peer], for: caller.id), to: caller.id, except: caller.origin)
    }
}
