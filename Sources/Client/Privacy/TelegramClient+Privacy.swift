// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
public import FerogramTLTypes

extension TelegramClient {
    /// Who may see or do something (`account.getPrivacy`).
    ///
    /// - Parameter key: What.
    /// - Returns: The rules.
    /// - Throws: ``InvocationError``.
    public func privacySettings(for key: PrivacyKey) async throws(InvocationError) -> PrivacySettings {
        let rules = try await core.invoke(TL.account.GetPrivacy(key: key.tl))
        return PrivacySettings(rules, core.context(rules.users, rules.chats))
    }

    /// Sets who may see or do something (`account.setPrivacy`).
    ///
    ///     try await client.setPrivacy(PrivacyRules(.contacts).never("@nosy"), for: .lastSeen)
    ///
    /// - Parameters:
    ///   - rules: Who.
    ///   - key: What.
    /// - Returns: The rules as the server has them now.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func setPrivacy(
        _ rules: PrivacyRules, for key: PrivacyKey
    ) async throws(InvocationError) -> PrivacySettings {
        let rules = try await core.invoke(
            TL.account.SetPrivacy(key: key.tl, rules: try await core.inputRules(rules)))
        return PrivacySettings(rules, core.context(rules.users, rules.chats))
    }

    /// The settings about those who are no contacts, the archive and read marks (`account.getGlobalPrivacySettings`).
    ///
    /// - Returns: The settings.
    /// - Throws: ``InvocationError``.
    public func globalPrivacy() async throws(InvocationError) -> TL.GlobalPrivacySettings {
        try await core.invoke(TL.account.GetGlobalPrivacySettings())
    }

    /// Changes the settings about those who are no contacts, the archive and read marks
    /// (`account.setGlobalPrivacySettings`).
    ///
    /// - Parameter settings: All settings; change what ``globalPrivacy()`` returned.
    /// - Returns: The settings as the server has them now.
    /// - Throws: ``InvocationError``.
    @discardableResult
    public func setGlobalPrivacy(
        _ settings: TL.GlobalPrivacySettings
    ) async throws(InvocationError) -> TL.GlobalPrivacySettings {
        try await core.invoke(TL.account.SetGlobalPrivacySettings(settings: settings))
    }

    /// Whether sensitive content is shown, and whether that can be changed (`account.getContentSettings`).
    ///
    /// - Returns: The settings.
    /// - Throws: ``InvocationError``.
    public func contentSettings() async throws(InvocationError) -> TL.account.ContentSettings {
        try await core.invoke(TL.account.GetContentSettings())
    }

    /// Sets whether sensitive content is shown (`account.setContentSettings`).
    ///
    /// - Parameter isShown: Whether it is.
    /// - Throws: ``InvocationError``.
    public func setSensitiveContentShown(_ isShown: Bool) async throws(InvocationError) {
        _ = try await core.invoke(TL.account.SetContentSettings(sensitiveEnabled: isShown))
    }
}
