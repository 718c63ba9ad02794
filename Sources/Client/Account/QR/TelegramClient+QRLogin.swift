// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMTSender
import FerogramTLTypes
import Foundation

extension TelegramClient {
    /// Signs in by a QR code that another device scans (`auth.exportLoginToken`, `auth.importLoginToken`).
    ///
    ///     let outcome = try await client.signInByQRCode { token in
    ///         print(token.code?.terminalPicture() ?? token.url)
    ///     }
    ///
    /// The code is good for half a minute; the closure gets a new one whenever it is to be shown, until the person has
    /// confirmed it on the other device or the task is cancelled.
    ///
    /// - Parameters:
    ///   - replacesAccount: Whether another account may take the place of the one that is signed in, if one is.
    ///   - otherAccounts: The accounts that are signed in beside this one on the device, which shall not be added twice.
    ///   - isolation: The caller's actor.
    ///   - show: Shows the code; it is not waited for longer than the code is good.
    /// - Returns: Who is signed in, or that the account has a password.
    /// - Throws: ``SignInError``.
    public func signInByQRCode(
        replacesAccount: Bool = false, otherAccounts: [Int64] = [], isolation: isolated (any Actor)? = #isolation,
        show: (QRLoginToken) async -> Void
    ) async throws(SignInError) -> SignInOutcome {
        if let account, !replacesAccount { throw .invocation(.sessionOfOtherAccount(userID: account.userID)) }
        core.reviveIfEnded()
        var shown: [UInt8]?
        while true {
            let step: QRLoginStep
            do throws(InvocationError) {
                step = try await core.nextQRLoginStep(except: otherAccounts)
            } catch {
                throw SignInError(error)
            }
            switch step {
            case .done(let outcome): return outcome
            case .show(let token):
                if token.bytes != shown { await show(token) }
                shown = token.bytes
                await core.waitForLoginToken(until: token.expires)
                if Task.isCancelled { throw .invocation(.cancelled) }
            }
        }
    }

    /// Signs another device in that shows a QR code (`auth.acceptLoginToken`).
    ///
    /// Do so only if the person who is signed in wants it: who shows the code gets the account.
    ///
    /// - Parameter url: What the code says, `tg://login?token=…`.
    /// - Returns: The new session.
    /// - Throws: ``SignInError``.
    @discardableResult
    public func acceptQRLogin(_ url: String) async throws(SignInError) -> Authorization {
        try await core.signingIn { () throws(InvocationError) in
            guard let token = QRLoginToken.bytes(in: url) else {
                throw .invalidArgument(
                    method: "auth.acceptLoginToken", "this is no address of a QR code, tg://login?token=…")
            }
            return .success(Authorization(raw: try await core.invoke(TL.auth.AcceptLoginToken(token: token))))
        }
    }
}

/// What comes next while signing in by a QR code.
enum QRLoginStep: Sendable {
    case show(QRLoginToken)
    case done(SignInOutcome)
}

extension ClientCore {
    /// How long a code is waited for at most before the server is asked again, whatever the clocks say.
    private static var longestQRWait: Duration { .seconds(30) }

    /// Asks for a code to show, or for what came of the last one.
    func nextQRLoginStep(except others: [Int64]) async throws(InvocationError) -> QRLoginStep {
        do throws(InvocationError) {
            let export = TL.auth.ExportLoginToken(
                apiID: configuration.apiID, apiHash: configuration.apiHash, exceptIDs: others)
            var answer = try await invoke(export)
            if case .migrateTo(let move) = answer {
                // The account lives there, and so does the session from now on.
                poolDidReport(.homeMoved(to: Int(move.dcID)))
                answer = try await invoke(TL.auth.ImportLoginToken(token: move.token))
            }
            switch answer {
            case .loginToken(let token):
                return .show(QRLoginToken(bytes: token.token, expires: Date(unixTime: token.expires)))
            case .success(let success):
                return .done(try await outcome(of: success.authorization, method: "auth.exportLoginToken"))
            case .migrateTo:
                throw .invalidResponse(method: "auth.importLoginToken", nil)
            }
        } catch {
            return .done(.passwordRequired(try await passwordChallenge(after: error)))
        }
    }

    /// Waits until the server says that a code was scanned, or until it is too old.
    func waitForLoginToken(until expires: Date) async {
        let left = Duration.seconds(expires.timeIntervalSince1970) - configuration.time.sinceEpoch()
        let wait = min(max(left, .seconds(1)), Self.longestQRWait)
        await loginAlarm.sleep(until: configuration.time.now() + wait)
    }

    /// Takes note of what the server sends while nobody is signed in.
    func noteLoginToken(_ bytes: ArraySlice<UInt8>) {
        let updates = bytes.withUnsafeBytes { buffer in
            TLReader.read(buffer: buffer) { reader throws(TLError) in try TL.Updates(from: &reader) }
        }
        guard case .success(let updates) = updates else { return }
        let list: [TL.Update] =
            switch updates {
            case .updateShort(let short): [short.update]
            case .updates(let batch): batch.updates
            case .combined(let batch): batch.updates
            default: []
            }
        for case .loginToken in list { loginAlarm.ring() }
    }
}
