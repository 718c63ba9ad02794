// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTLTypes

extension LocalFault {
    /// What servers do that keep to the protocol's letter less than they should; clients have to live with it.
    public enum Untidiness: Hashable, Sendable, CaseIterable {
        /// A session that is made anew is announced with the unique id that it had before.
        case repeatedUniqueIDs
        /// A session that is made anew gives its messages the ids that it gave before.
        case repeatedMessageIDs
        /// `pts` grows without an event, and no difference fills the gap.
        case unfilledGaps
        /// `updates.getDifference` and `updates.getChannelDifference` fail with an error of code 500.
        case failingDifferences
        /// With more than a hundred calls of a session at work, answers get lost on their way.
        case lostAnswers
    }

    /// Describes something that an untidy server does.
    ///
    ///     server.inject(.untidy(.failingDifferences, occurrence: .times(3)))
    ///
    /// - Parameters:
    ///   - untidiness: What it does.
    ///   - account: The account for which it does so; `nil` for all.
    ///   - occurrence: When it does so.
    /// - Returns: The fault.
    public static func untidy(
        _ untidiness: Untidiness, account: Int64? = nil, occurrence: Occurrence = .always
    ) -> LocalFault {
        switch untidiness {
        case .repeatedUniqueIDs:
            LocalFault(.repeatUniqueID, account: account, occurrence: occurrence)
        case .repeatedMessageIDs:
            LocalFault(.repeatMessageIDs, account: account, occurrence: occurrence)
        case .unfilledGaps:
            LocalFault(.skipNumber, account: account, occurrence: occurrence)
        case .failingDifferences:
            LocalFault(
                .answer(RPCFailure(500, .init(rawValue: "RPC_CALL_FAIL"))),
                methods: ["updates.getDifference", "updates.getChannelDifference"], account: account,
                occurrence: occurrence)
        case .lostAnswers:
            LocalFault(.loseAnswerBeyond(100), account: account, occurrence: occurrence)
        }
    }
}
