// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMTSender
import FerogramTLTypes

/// What the server has said about limits.
final class LimitState: Sendable {
    private struct State {
        var config: TL.Config?
        var app: [String: Int] = [:]
        var hash: Int32 = 0
        var isPremium: Bool?
        var limits = ClientLimits(config: nil, app: [:], isPremium: nil)

        mutating func change(_ change: (inout State) -> Void) {
            change(&self)
            limits = ClientLimits(config: config, app: app, isPremium: isPremium)
        }
    }

    private let state = Lock(State())

    var limits: ClientLimits { state.withLock { $0.limits } }

    /// The data centre that fetches files from the web.
    var webFileDataCenter: Int? { state.withLock { $0.config.map { Int($0.webfileDCID) } } }

    /// The version of the application's configuration that is known.
    var hash: Int32 { state.withLock { $0.hash } }

    func learn(_ config: TL.Config) {
        state.withLock { $0.change { $0.config = config } }
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
