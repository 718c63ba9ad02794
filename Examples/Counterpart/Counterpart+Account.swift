// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramTLTypes
import Foundation

// The account, its privacy, and sign-in by codes that another device scans.
extension Counterpart {
    private static let keys: [String: PrivacyKey] = [
        "lastSeen": .lastSeen, "phoneNumber": .phoneNumber, "bio": .bio, "profilePhoto": .profilePhoto,
        "birthday": .birthday, "forwards": .forwards, "invitations": .invitations, "calls": .calls,
        "voiceMessages": .voiceMessages,
    ]
    private static let bases: [String: PrivacyRules.Base] = [
        "everybody": .everybody, "contacts": .contacts, "closeFriends": .closeFriends, "nobody": .nobody,
    ]

    func performOnAccount(_ command: Command) async throws -> Answer? {
        switch command.act {
        case "privacy":
            guard let key = Self.keys[command.form ?? ""], let base = Self.bases[command.text ?? ""] else {
                throw Failure(description: "unknown rule")
            }
            var rules = PrivacyRules(base)
            if command.user == "contacts" {
                rules = rules.neverContacts()
            } else if let user = command.user {
                let named: any PeerConvertible & Sendable =
                    Int64(user).map { $0 as any PeerConvertible & Sendable } ?? user
                rules = command.flag == true ? try rules.always(named) : try rules.never(named)
            }
            _ = try await client.setPrivacy(rules, for: key)
            return Answer()
        case "contactsOnly":
            _ = try await client.setGlobalPrivacy(.init(newNoncontactPeersRequirePremium: command.flag ?? false))
            return Answer()
        case "closeFriends":
            try await client.setCloseFriends(command.user.map { [try peer($0)] } ?? [])
            return Answer()
        case "profilePhoto":
            let photo = try await client.setProfilePhoto(.path(command.path ?? ""), asFallback: command.flag ?? false)
            return Answer(numbers: [photo.id])
        case "profilePhotos":
            let photos = try await client.profilePhotos(of: try peer(command.user)).first(10)
            return Answer(numbers: photos.map(\.id))
        case "qrAccept":
            let session = try await client.acceptQRLogin(command.text ?? "")
            return Answer(texts: [session.device])
        case "qrShow": return Answer(texts: [try await visitor.showCode()])
        case "qrResult": return Answer(numbers: [try await visitor.result()])
        default: return nil
        }
    }
}

/// A client that nobody has signed in yet.
actor Visitor {
    private let builder: ClientBuilder
    private var signIn: Task<Int64, any Error>?

    init(_ builder: ClientBuilder) {
        self.builder = builder
    }

    /// The first code that a new client shows, as an address.
    func showCode() async throws -> String {
        let (codes, continuation) = AsyncStream.makeStream(of: String.self)
        signIn = Task { [builder] in
            defer { continuation.finish() }
            return try await builder.withClient { client in
                let outcome = try await client.signInByQRCode { token in _ = continuation.yield(token.url) }
                guard let user = outcome.user else { throw Counterpart.Failure(description: "\(outcome)") }
                // The key is good for calls, wherever the account lives.
                return try await client.me().id == user.id ? user.id : 0
            }
        }
        for await code in codes { return code }
        throw Counterpart.Failure(description: "no code was shown")
    }

    /// Who has signed in.
    func result() async throws -> Int64 {
        guard let signIn else { throw Counterpart.Failure(description: "nobody shows a code") }
        return try await signIn.value
    }
}
