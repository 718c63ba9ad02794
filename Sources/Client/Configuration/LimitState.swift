// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMTSender
import FerogramTLTypes

/// What the server has said about limits.
final class LimitState: Sendable {
    private struct State {
        var config: ServerLimits?
        var app: [String: Int] = [:]
        var hash: Int32 = 0
        var isPremium: Bool?
        /// What follows from all that; made when somebody asks, which clients that only listen never do.
        var limits: Limits?

        mutating func change(_ change: (inout State) -> Void) {
            change(&self)
            limits = nil
        }

        mutating func findLimits() -> Limits {
            if let limits { return limits }
            let found = Limits(ClientLimits(config: config, app: app, isPremium: isPremium))
            limits = found
            return found
        }
    }

    private final class Limits: Sendable {
        let value: ClientLimits

        init(_ value: ClientLimits) {
            self.value = value
        }
    }

    private let state = Lock(State())

    var limits: ClientLimits { state.withLock { $0.findLimits() }.value }

    /// The data centre that fetches files from the web.
    var webFileDataCenter: Int? { state.withLock { $0.config.map { Int($0.webFileDataCenter) } } }

    /// The version of the application's configuration that is known.
    var hash: Int32 { state.withLock { $0.hash } }

    func learn(_ config: TL.Config) {
        state.withLock { $0.change { $0.config = ServerLimits(config) } }
    }

    func learn(_ config: TL.help.AppConfig) {
        guard case .appConfig(let config) = config else { return }
        state.withLock { state in
            state.change {
                $0.app = config.config.numbers
                $0.hash = config.hash
            }
        }
    }

    func learn(isPremium: Bool?) {
        state.withLock { state in
            if state.isPremium != isPremium { state.change { $0.isPremium = isPremium } }
        }
    }
}

/// What is needed later of the configuration that comes with the first call.
struct ServerLimits: Sendable {
    let messageLength: Int32
    let captionLength: Int32
    let forwardedMessages: Int32
    let groupSize: Int32
    let supergroupSize: Int32
    /// The data centre that fetches files from the web.
    let webFileDataCenter: Int32

    init(_ config: TL.Config) {
        messageLength = config.messageLengthMax
        captionLength = config.captionLengthMax
        forwardedMessages = config.forwardedCountMax
        groupSize = config.chatSizeMax
        supergroupSize = config.megagroupSizeMax
        webFileDataCenter = config.webfileDCID
    }
}
