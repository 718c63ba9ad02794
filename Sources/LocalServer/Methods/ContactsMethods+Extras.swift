// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLFunctions
import FerogramTLTypes
import Foundation

extension MethodTable {
    /// What else accounts know of people: birthdays, phone books, links to themselves, whom they write to often.
    mutating func addContactExtras() {
        on(TL.contacts.GetBirthdays.self, .person) { _, caller, world in
            let people = world.contacts.all(of: caller.id).filter { id in
                guard let account = world[id], let birthday = account.settings.birthday else { return false }
                return world.isNear(birthday) && world.allows(caller.id, .birthday, of: account)
            }
            return .init(
                contacts: people.compactMap { id in
                    world[id]?.settings.birthday.map { .init(contactID: id, birthday: $0) }
                }, users: world.users(people, for: caller.id))
        }
        on(TL.users.SuggestBirthday.self, .person) { request, caller, world in
            let person = try world.member(request.id, for: caller.account)
            guard person.id != caller.id, !person.isBot else { throw RPCFailure.bad(.userIDInvalid) }
            var message = NewMessage(text: "")
            message.action = .suggestBirthday(.init(birthday: request.birthday))
            let sent = try world.send(message, from: caller.id, to: person.id, origin: caller.origin)
            return world.told(of: [sent], to: caller.id)
        }
        on(TL.contacts.GetSaved.self, .person) { _, caller, world in
            let book = world.contacts.phoneBook[caller.id] ?? [:]
            let date = world.date
            return book.sorted { $0.key < $1.key }.map { phone, contact in
                .init(phone: phone, firstName: contact.firstName, lastName: contact.lastName, date: date)
            }
        }
        on(TL.contacts.ExportContactToken.self, .person) { _, caller, world in
            let date = world.date &+ ContactsState.tokenLife
            let number = UInt64(bitPattern: world.nextRandomID())
            let token = world.contacts.makeToken(of: caller.id, until: date, number)
            return .init(url: "https://t.me/contact/" + token, expires: date)
        }
        on(TL.contacts.ImportContactToken.self, .person) { request, caller, world in
            guard let owner = world.contacts.owner(ofToken: request.token, at: world.date),
                let account = world[owner]
            else { throw RPCFailure.bad(TLErrorName(rawValue: "IMPORT_TOKEN_INVALID")) }
            return world.user(account, for: caller.id)
        }
        on(TL.users.GetRequirementsToContact.self, .person) { request, caller, world in
            // Nobody here wants Premium or Stars of those who write first.
            for input in request.id { _ = try world.member(input, for: caller.account) }
            return request.id.map { _ in .empty }
        }
        on(TL.contacts.ToggleTopPeers.self, .person) { request, caller, world in
            if request.enabled {
                world.contacts.withoutTopPeers.remove(caller.id)
            } else {
                world.contacts.withoutTopPeers.insert(caller.id)
            }
            return true
        }
        on(TL.contacts.ResetTopPeerRating.self, .person) { request, caller, world in
            let peer = try world.target(request.peer, for: caller.account)
            world.contacts.forgottenTopPeers[caller.id, default: []].insert(peer)
            return true
        }
        on(TL.contacts.GetTopPeers.self, .person) { request, caller, world in
            guard !world.contacts.withoutTopPeers.contains(caller.id) else { return .disabled }
            var categories: [TL.TopPeerCategoryPeers] = []
            var named: Set<Int64> = []
            for category in request.categories {
                let all = world.topPeers(category, of: caller.account)
                let part = all.dropFirst(max(0, Int(request.offset))).prefix(max(0, min(Int(request.limit), 100)))
                guard !part.isEmpty else { continue }
                named.formUnion(part.map(\.peer))
                categories.append(
                    .init(
                        category: category, count: Int32(clamping: all.count),
                        peers: part.map { .init(peer: World.peer($0.peer), rating: $0.rating) }))
            }
            let (users, chats) = world.peers(named, for: caller.id)
            return .topPeers(.init(categories: categories, chats: chats, users: users))
        }
    }
}

extension TL.contacts.GetTopPeers {
    /// The categories that are asked for.
    fileprivate var categories: [TL.TopPeerCategory] {
        let all: [(Bool, TL.TopPeerCategory)] = [
            (correspondents, .correspondents), (botsPM, .botsPM), (groups, .groups), (channels, .channels),
        ]
        return all.compactMap { $0.0 ? $0.1 : nil }
    }
}

extension World {
    /// Whether a birthday is yesterday, today or tomorrow.
    fileprivate func isNear(_ birthday: TL.Birthday) -> Bool {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        return [Int64(-1), 0, 1].contains { day in
            let date = Date(timeIntervalSince1970: TimeInterval(now + day * 86_400))
            let parts = calendar.dateComponents([.day, .month], from: date)
            return parts.day == Int(birthday.day) && parts.month == Int(birthday.month)
        }
    }

    /// To whom an account has written most, with how often.
    fileprivate func topPeers(
        _ category: TL.TopPeerCategory, of account: Account
    ) -> [(peer: Int64, rating: Double)] {
        let forgotten = contacts.forgottenTopPeers[account.id] ?? []
        return dialogs(of: account).map(\.peer).filter { peer in
            guard peer != account.id, !forgotten.contains(peer) else { return false }
            switch (category, PeerNumber(peer)) {
            case (.correspondents, .user(let id)): return accounts[id]?.isBot == false
            case (.botsPM, .user(let id)): return accounts[id]?.isBot == true
            case (.groups, .group): return true
            case (.groups, .channel(let id)): return channels[id]?.isBroadcast == false
            case (.channels, .channel(let id)): return channels[id]?.isBroadcast == true
            default: return false
            }
        }.map { peer in
            (peer: peer, rating: Double(messages(of: account, with: peer).count { $0.sender == account.id }))
        }.filter { $0.rating > 0 }.sorted { ($0.rating, $0.peer) > ($1.rating, $1.peer) }
    }
}
