// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

/// Which members of a chat are meant.
public enum ParticipantFilter: Sendable {
    /// The members, those who came last first; the server gives about 10,000 of a supergroup and 200 of a channel.
    case recent
    /// Administrators.
    case administrators
    /// Bots.
    case bots
    /// Members whose name or public name has a word that begins so.
    case search(String)
    /// Members who are contacts of the account.
    case contacts(matching: String = "")
    /// People who may not come back.
    case banned(matching: String = "")
    /// People who may not do everything that others may.
    case restricted(matching: String = "")
    /// Members who can be mentioned, for suggestions while somebody writes; in a topic's messages first.
    case mentions(matching: String = "", topic: Int32? = nil)
    /// All members that can be found: the recent ones, then those whose names begin with each letter, with longer beginnings
    /// where the server cuts its answers. It costs many calls, and members whose names begin with no letter that is tried are
    /// not found; compare how many came with ``Paged/total``.
    case exhaustive

    /// The filter as a TL value; the recent members for an exhaustive search.
    var tl: TL.ChannelParticipantsFilter {
        switch self {
        case .recent, .exhaustive: .recent
        case .administrators: .admins
        case .bots: .bots
        case .search(let text): .search(.init(q: text))
        case .contacts(let text): .contacts(.init(q: text))
        case .banned(let text): .kicked(.init(q: text))
        case .restricted(let text): .banned(.init(q: text))
        case .mentions(let text, let topic): .mentions(.init(q: text.isEmpty ? nil : text, topMsgID: topic))
        }
    }

    /// Whether a member of a basic group is meant: the server filters supergroups and channels alone.
    func contains(_ participant: Participant) -> Bool {
        switch self {
        case .recent, .exhaustive, .mentions(matching: "", topic: _): true
        case .administrators: participant.isAdministrator
        case .bots: participant.user?.isBot ?? false
        case .search(let text), .mentions(let text, _): Self.matches(participant, text)
        case .contacts(let text): participant.user?.isContact == true && Self.matches(participant, text)
        case .banned, .restricted: false
        }
    }

    private static func matches(_ participant: Participant, _ text: String) -> Bool {
        guard !text.isEmpty else { return true }
        let names = [participant.name] + (participant.user?.usernames ?? [])
        return names.contains { name in
            name.split(separator: " ").contains { $0.lowercased().hasPrefix(text.lowercased()) }
        }
    }
}

/// Where a page of members begins; it can be saved and used in another run of the program.
public struct ParticipantCursor: Codable, Hashable, Sendable {
    /// How many the server gave already.
    var offset: Int = 0
    /// The beginning of names that is searched for; `nil` before an exhaustive search.
    var query: String?
}

/// The beginnings of names that an exhaustive search tries, in their order.
enum NameBeginnings {
    /// Letters of the scripts that names in Telegram are mostly written in, and digits.
    static let letters =
        "abcdefghijklmnopqrstuvwxyz0123456789абвгдежзийклмнопрстуфхцчшщыэюяіїєابتثجحخدرزسشصطعغفقكلمنهويپچگیאבגדהוזחטיכלמנסעפצקרשת"
        .map(String.init)

    /// The longest beginning that is tried.
    private static let deepest = 3

    /// The beginning to try after another one.
    ///
    /// - Parameters:
    ///   - query: The one that was tried; `nil` for the first.
    ///   - wasCut: Whether the server has more members for it than it gave.
    /// - Returns: The next one; `nil` after the last.
    static func next(after query: String?, wasCut: Bool) -> String? {
        guard let query, !query.isEmpty else { return letters.first }
        if wasCut, query.count < deepest { return query + (letters.first ?? "") }
        var parent = query
        while let last = parent.popLast() {
            if let index = letters.firstIndex(of: String(last)), index + 1 < letters.count {
                return parent + letters[index + 1]
            }
        }
        return nil
    }
}
