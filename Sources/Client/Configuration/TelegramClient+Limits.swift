// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
import FerogramTLTypes

extension TelegramClient {
    /// What the server allows the account, as far as that is known without asking.
    public var limits: ClientLimits { core.limits.limits }

    /// Asks the server what it allows the account (`help.getAppConfig`, `help.getConfig`, `users.getUsers`).
    ///
    /// - Returns: The limits, which ``limits`` has from now on.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func fetchLimits() async throws(InvocationError) -> ClientLimits {
        core.limits.learn(try await core.invoke(TL.help.GetConfig()))
        core.limits.learn(try await core.invoke(TL.help.GetAppConfig(hash: core.limits.hash)))
        if account != nil { core.limits.learn(isPremium: try await me().isPremium) }
        return limits
    }
}
