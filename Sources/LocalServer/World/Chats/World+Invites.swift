// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

// Links by which people join, and people who ask. See core.telegram.org/api/invites.
extension World {
    /// How many links a chat may have.
    private static let mostLinks = 10_000

    func invite(_ record: InviteRecord, in number: Int64) -> TL.ExportedChatInvite {
        let requested = chats[number].requests.count { $0.link == record.url }
        return .exported(
            .init(
                revoked: record.isRevoked, permanent: record.isPermanent, requestNeeded: record.requestNeeded,
                link: record.url, adminID: record.admin, date: record.date, startDate: record.startDate,
                expireDate: record.expireDate, usageLimit: record.usageLimit,
                usage: record.joined.isEmpty ? nil : Int32(clamping: record.joined.count),
                requested: requested == 0 ? nil : Int32(clamping: requested), title: record.title,
                subscriptionPricing: record.pricing))
    }

    /// The chat and the link that a hash names.
    func link(hash: String) -> (number: Int64, record: InviteRecord)? {
        for number in groups.values.map(\.number) + channels.values.map(\.number) {
            if let record = chats[number].links.first(where: { $0.hash == hash }) { return (number, record) }
        }
        return nil
    }

    /// An administrator's main link, if there is one.
    func primaryLink(of admin: Int64, in number: Int64) -> InviteRecord? {
        chats[number].links.first { $0.admin == admin && $0.isPermanent && !$0.isRevoked }
    }

    /// Creates a link.
    mutating func createLink(
        _ request: TL.messages.ExportChatInvite, in number: Int64, by admin: Int64
    ) throws(RPCFailure) -> InviteRecord {
        try demand(.manageLinks, admin, in: number)
        guard chats[number].links.count < Self.mostLinks else { throw .bad(.invitesTooMuch) }
        if let limit = request.usageLimit, limit > 0, request.requestNeeded { throw .bad(.usageLimitInvalid) }
        if let limit = request.usageLimit, !(0...99_999).contains(limit) { throw .bad(.usageLimitInvalid) }
        if let date = request.expireDate, date > 0, Int64(date) <= now { throw .bad(.expireDateInvalid) }
        if let pricing = request.subscriptionPricing {
            guard standing(of: admin, in: number).isBroadcast, pricing.amount > 0 else {
                throw .bad(.pricingChatInvalid)
            }
        }
        let isPermanent = request.legacyRevokePermanent
        if isPermanent {
            for index in chats[number].links.indices
            where chats[number].links[index].admin == admin && chats[number].links[index].isPermanent {
                chats[number].links[index].isRevoked = true
            }
        }
        var record = InviteRecord(
            url: "https://t.me/+" + randomness.text(count: 16), admin: admin, date: date,
            expireDate: request.expireDate,
            usageLimit: request.usageLimit, title: request.title, requestNeeded: request.requestNeeded,
            isPermanent: isPermanent)
        record.pricing = request.subscriptionPricing
        chats[number].links.append(record)
        return record
    }

    /// Finds a link of a chat that somebody may see.
    private func linkIndex(_ url: String, in number: Int64, for admin: Int64) throws(RPCFailure) -> Int {
        try demand(.manageLinks, admin, in: number)
        guard let index = chats[number].links.firstIndex(where: { $0.url == url }) else {
            throw .bad(.inviteHashExpired)
        }
        guard chats[number].links[index].admin == admin || standing(of: admin, in: number).isCreator else {
            throw .bad(.chatAdminRequired)
        }
        return index
    }

    func link(_ url: String, in number: Int64, for admin: Int64) throws(RPCFailure) -> InviteRecord {
        chats[number].links[try linkIndex(url, in: number, for: admin)]
    }

    /// Changes or revokes a link.
    ///
    /// - Returns: The link, and the one that takes the place of a main link.
    mutating func editLink(
        _ request: TL.messages.EditExportedChatInvite, in number: Int64, by admin: Int64
    ) throws(RPCFailure) -> (link: InviteRecord, replacement: InviteRecord?) {
        let index = try linkIndex(request.link, in: number, for: admin)
        let old = chats[number].links[index]
        guard !old.isRevoked else { throw .bad(.inviteHashExpired) }
        if request.revoked {
            chats[number].links[index].isRevoked = true
            log(
                .exportedInviteRevoke(.init(invite: invite(chats[number].links[index], in: number))), by: admin,
                in: number)
            guard old.isPermanent else { return (chats[number].links[index], nil) }
            var fresh = InviteRecord(
                url: "https://t.me/+" + randomness.text(count: 16), admin: old.admin, date: date, requestNeeded: false,
                isPermanent: true)
            fresh.title = old.title
            chats[number].links.append(fresh)
            return (chats[number].links[index], fresh)
        }
        guard !old.isPermanent else { throw .bad(.chatInvitePermanent) }
        var new = old
        if let date = request.expireDate { new.expireDate = date == 0 ? nil : date }
        if let limit = request.usageLimit { new.usageLimit = limit == 0 ? nil : limit }
        if let isNeeded = request.requestNeeded { new.requestNeeded = isNeeded }
        if let title = request.title { new.title = title.isEmpty ? nil : title }
        if new.requestNeeded, new.usageLimit != nil { throw .bad(.usageLimitInvalid) }
        new.startDate = date
        chats[number].links[index] = new
        log(
            .exportedInviteEdit(.init(prevInvite: invite(old, in: number), newInvite: invite(new, in: number))),
            by: admin,
            in: number)
        return (new, nil)
    }

    /// Deletes a revoked link.
    mutating func deleteLink(_ url: String, in number: Int64, by admin: Int64) throws(RPCFailure) {
        let index = try linkIndex(url, in: number, for: admin)
        guard chats[number].links[index].isRevoked else { throw .bad(.inviteRevokedMissing) }
        let record = chats[number].links.remove(at: index)
        log(.exportedInviteDelete(.init(invite: invite(record, in: number))), by: admin, in: number)
    }

    // MARK: Joining

    /// Lets somebody in by a link, or notes that they ask.
    ///
    /// - Returns: The chat and the message that tells of it; throws `INVITE_REQUEST_SENT` for those who ask.
    mutating func joinByLink(
        _ hash: String, _ person: Int64, origin: CallOrigin?
    ) throws(RPCFailure) -> (number: Int64, sent: Sent?) {
        guard !hash.isEmpty else { throw .bad(.inviteHashEmpty) }
        guard let (number, record) = link(hash: hash) else { throw .bad(.inviteHashInvalid) }
        guard !record.isOver(at: now), !chats[number].isDeleted else { throw .bad(.inviteHashExpired) }
        let standing = standing(of: person, in: number)
        guard !standing.isMember else { throw .bad(.userAlreadyParticipant) }
        guard standing.banned?.viewMessages != true else { throw .bad(.inviteHashExpired) }
        if record.requestNeeded {
            try ask(person, in: number, link: record.url)
            throw .bad(.inviteRequestSent)
        }
        return (number, try admit(person, to: number, by: record, approver: nil, origin: origin))
    }

    /// Notes that somebody asks to join, and tells administrators.
    mutating func ask(_ person: Int64, in number: Int64, link: String?) throws(RPCFailure) {
        guard accounts[person] != nil else { throw .bad(.userIDInvalid) }
        if !chats[number].requests.contains(where: { $0.user == person }) {
            chats[number].requests.append(JoinRequest(user: person, date: date, link: link))
        }
        tellOfRequests(in: number)
        let record = chats[number].links.first { $0.url == link }
        let invite = record.map { self.invite($0, in: number) } ?? .publicJoinRequests
        for admin in members(of: number) where accounts[admin]?.isBot == true && may(.manageLinks, admin, in: number) {
            let (date, about) = (date, accounts[person]?.about ?? "")
            var query: Int64?
            if chats[number].guardBot == admin {
                let id = Int64(bitPattern: randomness.next())
                chats.addQuestion(.init(bot: admin, user: person, chat: number), id: id)
                query = id
            }
            pushNumbered(to: admin, naming: [person, number]) { qts in
                .botChatInviteRequester(
                    .init(
                        peer: Self.peer(number), date: date, userID: person, about: about, invite: invite, qts: qts,
                        queryID: query))
            }
        }
    }

    private mutating func tellOfRequests(in number: Int64) {
        let requests = chats[number].requests
        let update = TL.Update.pendingJoinRequests(
            .init(
                peer: Self.peer(number), requestsPending: Int32(clamping: requests.count),
                recentRequesters: requests.suffix(3).reversed().map(\.user)))
        let people = Set(requests.suffix(3).map(\.user)).union([number])
        for admin in members(of: number) where accounts[admin]?.isBot == false && may(.manageLinks, admin, in: number) {
            guard standing(of: admin, in: number).adminRights != nil else { continue }
            push(updates([update], naming: people, for: admin), to: admin)
        }
    }

    private mutating func admit(
        _ person: Int64, to number: Int64, by record: InviteRecord?, approver: Int64?, origin: CallOrigin?
    ) throws(RPCFailure) -> Sent? {
        let action: TL.MessageAction =
            approver == nil ? .chatJoinedByLink(.init(inviterID: record?.admin ?? 0)) : .chatJoinedByRequest
        var sent: Sent?
        switch PeerNumber(number) {
        case .user: throw .bad(.peerIDInvalid)
        case .group(let id):
            guard var group = groups[id] else { throw .bad(.chatIDInvalid) }
            guard group.members.count < limits.groupMembers else { throw .bad(.usersTooMuch) }
            group.members[person] = Member(inviter: record?.admin ?? person, date: date)
            group.version += 1
            group.writers = []
            groups[id] = group
            sent = try tell(action, in: number, by: person, origin: origin)
        case .channel(let id):
            sent = try join(
                person, channel: id, inviter: person, origin: approver == nil ? origin : nil, telling: action)
        }
        if let index = chats[number].links.firstIndex(where: { $0.url == record?.url }) {
            chats[number].links[index].joined.append((person, date, approver))
            let invite = invite(chats[number].links[index], in: number)
            if let approver {
                log(.participantJoinByRequest(.init(invite: invite, approvedBy: approver)), by: person, in: number)
            } else {
                log(.participantJoinByInvite(.init(invite: invite)), by: person, in: number)
            }
        }
        return sent
    }

    /// Admits somebody who asked to join, or does not.
    mutating func answerRequest(
        of person: Int64, in number: Int64, approving: Bool, by admin: Int64, origin: CallOrigin?
    ) throws(RPCFailure) -> TL.Updates {
        try demand(.manageLinks, admin, in: number)
        guard let request = chats[number].requests.first(where: { $0.user == person }) else {
            throw .bad(.hideRequesterMissing)
        }
        chats[number].requests.removeAll { $0.user == person }
        if approving {
            let record = chats[number].links.first { $0.url == request.link }
            _ = try admit(person, to: number, by: record, approver: admin, origin: origin)
        }
        tellOfRequests(in: number)
        return updates([changed(number)], naming: [number, person], for: admin)
    }

    /// Admits all who asked to join, or none.
    mutating func answerAllRequests(
        in number: Int64, link: String?, approving: Bool, by admin: Int64, origin: CallOrigin?
    ) throws(RPCFailure) -> TL.Updates {
        try demand(.manageLinks, admin, in: number)
        for request in chats[number].requests where link == nil || request.link == link {
            _ = try answerRequest(of: request.user, in: number, approving: approving, by: admin, origin: origin)
        }
        return updates([changed(number)], naming: [number], for: admin)
    }

    /// What a link shows to somebody.
    func preview(of hash: String, for viewer: Int64) throws(RPCFailure) -> TL.ChatInvite {
        guard !hash.isEmpty else { throw .bad(.inviteHashEmpty) }
        guard let (number, record) = link(hash: hash) else { throw .bad(.inviteHashInvalid) }
        guard !record.isOver(at: now), !chats[number].isDeleted else { throw .bad(.inviteHashExpired) }
        let members = members(of: number)
        if members.contains(viewer), let chat = chats([number], for: viewer).first {
            return .already(.init(chat: chat))
        }
        let known = members.filter { contacts.isContact($0, of: viewer) }
        switch PeerNumber(number) {
        case .user: throw .bad(.inviteHashInvalid)
        case .group(let id):
            return .chatInvite(
                .init(
                    requestNeeded: record.requestNeeded, title: groups[id]?.title ?? "", about: chats[number].about,
                    photo: wholePhoto(of: number, for: viewer), participantsCount: Int32(clamping: members.count),
                    participants: known.isEmpty ? nil : users(known, for: viewer), color: 0))
        case .channel(let id):
            guard let channel = channels[id] else { throw .bad(.inviteHashInvalid) }
            return .chatInvite(
                .init(
                    channel: true, broadcast: channel.isBroadcast, public: channel.username != nil,
                    megagroup: !channel.isBroadcast, requestNeeded: record.requestNeeded, title: channel.title,
                    about: channel.about.isEmpty ? nil : channel.about, photo: wholePhoto(of: number, for: viewer),
                    participantsCount: Int32(clamping: members.count),
                    participants: known.isEmpty ? nil : users(known, for: viewer), color: 0,
                    subscriptionPricing: record.pricing))
        }
    }
}
