// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramTLTypes
public import Foundation

/// A contact to import, from an address book.
public struct PhoneContact: Hashable, Sendable {
    /// The phone number with its country code.
    public var phone: String
    /// The first name.
    public var firstName: String
    /// The last name.
    public var lastName: String

    /// Creates a contact.
    ///
    /// - Parameters:
    ///   - phone: The phone number with its country code.
    ///   - firstName: The first name.
    ///   - lastName: The last name.
    public init(phone: String, firstName: String, lastName: String = "") {
        (self.phone, self.firstName, self.lastName) = (phone, firstName, lastName)
    }
}

extension PhoneContact: CustomStringConvertible {
    /// The name; phone numbers belong in no log.
    public var description: String { "PhoneContact(\(firstName) \(lastName))" }
}

extension PhoneContact: CustomReflectable {
    /// A mirror without what the description leaves out.
    public var customMirror: Mirror { Mirror(self, children: ["firstName": firstName, "lastName": lastName]) }
}

/// What came of importing contacts.
public struct ImportedContacts: Sendable {
    /// The users, in the order of the contacts; `nil` for those who have no account.
    public let users: [User?]
    /// Contacts without an account whom many others have too, with how many; by their place in the list.
    public let popular: [Int: Int]
    /// The places in the list of contacts that the server did not take, however often it was asked.
    public let failed: [Int]
}

/// A peer that the account blocked.
public struct BlockedPeer: Sendable, Identifiable {
    /// The peer as the schema has it.
    public let raw: TL.PeerBlocked
    /// The chat, if it came along.
    public let chat: Chat?

    /// The peer's number.
    public var id: PeerID { PeerID(raw.peerID) }
    /// Since when.
    public var date: Date { Date(unixTime: raw.date) }
}

extension BlockedPeer: PeerConvertible {
    /// The value as a name of a peer.
    public var peerReference: PeerReference {
        get throws(InvocationError) { chat?.peerReference ?? .id(id) }
    }
}

/// The birthday of a contact.
public struct ContactBirthday: Sendable {
    /// The contact.
    public let userID: Int64
    /// The contact, if the user came along.
    public let user: User?
    /// Day, month, and the year if it is known.
    public let birthday: TL.Birthday
}

/// A user that search found, or a chat.
public struct FoundPeers: Sendable {
    /// Contacts and chats of the account.
    public let own: [Chat]
    /// Others who have a public name.
    public let global: [Chat]

    /// All, the account's own first, each once.
    public var all: [Chat] { own + global.filter { !own.contains($0) } }
}
