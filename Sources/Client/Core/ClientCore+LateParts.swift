// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTSender
import Synchronization

/// What a client has that does more than listen; each part is made when it is wanted first, so that idle clients are small.
struct LateParts: ~Copyable, Sendable {
    fileprivate let sent = AtomicLazyReference<SentMessages>()
    fileprivate let own = AtomicLazyReference<OwnMessages>()
    fileprivate let loginAlarm = AtomicLazyReference<Alarm>()
    fileprivate let files = AtomicLazyReference<FileState>()
    fileprivate let businessConnections = AtomicLazyReference<BusinessConnections>()
    fileprivate let questions = AtomicLazyReference<QuestionTable>()
    fileprivate let eventWaits = AtomicLazyReference<EventWaits>()
}

extension ClientCore {
    /// The messages that are being sent.
    var sent: SentMessages { parts.sent.load() ?? parts.sent.storeIfNil(SentMessages()) }

    /// The messages that were sent.
    var own: OwnMessages { parts.own.load() ?? parts.own.storeIfNil(OwnMessages()) }

    /// Rings when another device has scanned a code for signing in.
    var loginAlarm: Alarm { parts.loginAlarm.load() ?? parts.loginAlarm.storeIfNil(Alarm(configuration.time)) }

    /// What is known of files.
    var files: FileState {
        parts.files.load() ?? parts.files.storeIfNil(FileState(configuration.choices.transferLimits))
    }

    var businessConnections: BusinessConnections {
        parts.businessConnections.load() ?? parts.businessConnections.storeIfNil(BusinessConnections())
    }

    /// The questions of conversations.
    var questions: QuestionTable { parts.questions.load() ?? parts.questions.storeIfNil(QuestionTable()) }

    /// What handlers wait for.
    var eventWaits: EventWaits { parts.eventWaits.load() ?? parts.eventWaits.storeIfNil(EventWaits()) }
}
