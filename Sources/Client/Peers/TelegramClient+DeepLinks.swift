// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
public import FerogramParsers
public import FerogramTLTypes

/// What Telegram says of a link that a program does not understand.
public struct DeepLinkInfo: Sendable {
    /// The answer as the schema has it.
    public let raw: TL.help.DeepLinkInfo.DeepLinkInfo

    /// What to show instead.
    public var text: FormattedText { FormattedText(raw.message, tlEntities: raw.entities ?? []) }
    /// Whether a newer program would understand it.
    public var requiresUpdate: Bool { raw.updateApp }
}

extension TelegramClient {
    /// Asks what a `tg:` link is that this program does not understand, such as `TelegramLink.unknown`
    /// (`help.getDeepLinkInfo`).
    ///
    /// - Parameter link: The link.
    /// - Returns: What to show; `nil` if Telegram does not know the link either.
    /// - Throws: ``InvocationError``.
    public func deepLinkInfo(of link: TelegramLink) async throws(InvocationError) -> DeepLinkInfo? {
        let path = String(link.appURL.dropFirst("tg://".count))
        guard link.appURL.hasPrefix("tg://"), !path.isEmpty else {
            throw .invalidArgument(method: "help.getDeepLinkInfo", "links of apps alone are explained: tg://…")
        }
        switch try await core.invoke(TL.help.GetDeepLinkInfo(path: path)) {
        case .deepLinkInfo(let info): return DeepLinkInfo(raw: info)
        case .empty: return nil
        }
    }
}
