// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
public import FerogramTLTypes

/// What opening an address may do for a person that has the account.
@nonexhaustive
public enum URLAuthorization: Sendable {
    /// The site wants to know who the person is; ask before ``TelegramClient/acceptURLAuthorization(_:allowsMessages:sharesPhone:matchCode:)``.
    case requested(TL.UrlAuthResult.Request)
    /// The person is signed in there already; open this address instead.
    case accepted(url: String?)
    /// It is an address like any other.
    case ordinary

    init(_ raw: TL.UrlAuthResult) {
        switch raw {
        case .accepted(let accepted): self = .accepted(url: accepted.url)
        case .request(let request): self = .requested(request)
        case .default: self = .ordinary
        }
    }
}

extension TelegramClient {
    /// Asks whether an address signs in at its site by the account (`messages.requestUrlAuth`).
    ///
    /// - Parameter url: The address, of a button or a link.
    /// - Returns: What opening it would do.
    /// - Throws: ``InvocationError``.
    public func urlAuthorization(for url: String) async throws(InvocationError) -> URLAuthorization {
        URLAuthorization(try await core.invoke(TL.messages.RequestUrlAuth(url: url)))
    }

    /// Signs in at a site by the account (`messages.acceptUrlAuth`).
    ///
    /// - Parameters:
    ///   - url: The address.
    ///   - allowsMessages: Whether the site's bot may write to the account.
    ///   - sharesPhone: Whether the site is given the phone number.
    ///   - matchCode: What the site shows for the person to compare, if it asks for that.
    /// - Returns: The address to open; `nil` for the one that was given.
    /// - Throws: ``InvocationError``.
    public func acceptURLAuthorization(
        _ url: String, allowsMessages: Bool = false, sharesPhone: Bool = false, matchCode: String? = nil
    ) async throws(InvocationError) -> String? {
        let answer = try await core.invoke(
            TL.messages.AcceptUrlAuth(
                writeAllowed: allowsMessages, sharePhoneNumber: sharesPhone, url: url, matchCode: matchCode))
        guard case .accepted(let accepted) = answer else { return nil }
        return accepted.url
    }

    /// Tells a site that the person does not want to sign in (`messages.declineUrlAuth`).
    ///
    /// - Parameter url: The address.
    /// - Throws: ``InvocationError``.
    public func declineURLAuthorization(_ url: String) async throws(InvocationError) {
        _ = try await core.invoke(TL.messages.DeclineUrlAuth(url: url))
    }
}
