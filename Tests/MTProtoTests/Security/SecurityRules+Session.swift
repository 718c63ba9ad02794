// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTProto

extension SecurityRule {
    private static let description = "mtproto/description#encrypted-message-encrypted-data"
    private static let ids = "mtproto/description#message-identifier-msg-id"
    private static let key = "mtproto/security_guidelines#checking-sha256-hash-value-of-msg-key"
    private static let length = "mtproto/security_guidelines#checking-message-length"
    private static let session = "mtproto/security_guidelines#checking-session-id"
    private static let id = "mtproto/security_guidelines#checking-msg-id"
    private static let about = "mtproto/service_messages_about_messages"
    private static let service = "mtproto/service_messages"
    private static let cipher = "PacketCipherTests.testEachCheckHasItsCode"

    /// What is checked of every encrypted packet, in the order of the checks.
    static let packets: [SecurityRule] = [
        .init("A packet has room for a header and the least padding.", description, .session(.packetTooShort), cipher),
        .init("A packet names the key of its connection.", description, .session(.authKeyMismatch), cipher),
        .init(
            "The message key fits the whole plaintext, padding included; it is compared in constant time before "
                + "anything else is looked at.", key, .session(.messageKeyMismatch), cipher),
        .init("The message's length is not negative.", length, .session(.lengthNegative), cipher),
        .init("The message's length is a multiple of four.", length, .session(.lengthMisaligned), cipher),
        .init("The message's length lies within the packet.", length, .session(.lengthExceedsPacket), cipher),
        .init("There are 12 bytes of padding at least.", length, .session(.paddingTooShort), cipher),
        .init("There are 1,024 bytes of padding at most.", length, .session(.paddingTooLong), cipher),
        .init(
            "A packet belongs to the session.", session, .session(.sessionMismatch),
            "ReceiveCheckTests.testAMessageOfAnotherSessionIsRefused"),
        .init(
            "A server's message ids are odd.", id, .session(.messageIDInvalid),
            "ReceiveCheckTests.testAServersMessageIDIsOdd"),
        .init(
            "A message whose id came before is not processed again.", id, .action("acknowledged once more"),
            "ReceiveCheckTests.testADuplicateIsAcknowledgedAgainAndNotProcessed"),
        .init(
            "That holds for messages in containers, too.", id, .action("acknowledged once more"),
            "ReceiveCheckTests.testDuplicatesWithinContainersAreAcknowledgedAgain"),
        .init(
            "An id is not lower than all of the 1,024 that are remembered.", id, .session(.messageIDForgotten),
            "ReceiveCheckTests.testAnIDLowerThanAllThatAreRememberedIsRefused"),
        .init(
            "Only what answers a message that has no answer yet is believed whatever its id, for it cannot have come "
                + "before.", id, .action("the call is settled"),
            "RecoveryTests.testAnAnswerUnderAnIDThatCameBeforeCountsIfItIsAwaited"),
        .init(
            "A packet is not older than 300 seconds, once the server's time is known.", id, .session(.messageTooOld),
            "ReceiveCheckTests.testTimesFarOffAreRefused"),
        .init(
            "A packet is not more than 30 seconds ahead, once the server's time is known.", id,
            .session(.messageTooNew), "ReceiveCheckTests.testTimesFarOffAreRefused"),
        .init(
            "A message that puts a wrong clock right is believed whatever its time.", id, .action("the clock is set"),
            "ReceiveCheckTests.testATimeFarOffIsBelievedInAnAnswer"),
        .init(
            "Nothing is remembered of a packet that is refused.", "mtproto/security_guidelines",
            .action("no state changes"), "MutationTests.testMutatedPlaintextsThatAreEncryptedCorrectly"),
        .init(
            "A container holds 1,024 messages at most.", service + "#simple-container", .session(.containerTooLarge),
            "ReceiveCheckTests.testAContainerHasALimit"),
        .init(
            "A message that reaches beyond its container is not read.", service + "#simple-container",
            .action("the others are kept"), "ReceiveCheckTests.testAChildThatReachesBeyondItsContainerEndsIt"),
        .init(
            "Compressed objects grow to 32 MiB each and 64 MiB a packet at most.", service + "#packed-object",
            .session(.unpackedTooLarge), "ReceiveCheckTests.testAPackedAnswerIsUnpackedAndABombIsNot"),
        .init(
            "What is sent has 12 to 1,024 random bytes of padding.", description, .action("drawn for each packet"),
            "PacketCipherTests.testPaddingIsWithinItsLimitsForEveryLengthAndPolicy"),
    ]

    private static let faults = "ServerSessionTests.testEveryFaultOfAClientHasItsCode"
    private static let notice = about + "#notice-of-ignored-error-message"

    /// What a server checks besides, and what a client does about it.
    static let messages: [SecurityRule] = [
        .init("A client's ids are not older than 300 seconds.", ids, .notification(16), faults),
        .init("A client's ids are not more than 30 seconds ahead.", ids, .notification(17), faults),
        .init("A client's ids are multiples of four.", ids, .notification(18), faults),
        .init("A container's id is not that of an older one.", notice, .notification(19), faults),
        .init(
            "A message that the server may have forgotten is not run again.", notice, .notification(20), faults),
        .init("Sequence numbers do not fall while ids grow.", notice, .notification(32), faults),
        .init("Sequence numbers do not grow while ids fall.", notice, .notification(33), faults),
        .init("Acknowledgements and containers have even numbers.", notice, .notification(34), faults),
        .init("Calls have odd numbers.", notice, .notification(35), faults),
        .init("A message has a salt that is valid.", "mtproto/description#server-salt", .notification(48), faults),
        .init(
            "A client's container holds 1,020 messages at most, all of them whole.", notice, .notification(64), faults),
        .init(
            "Ids grow strictly, whatever the clock does.", ids, .action("made from the last one"),
            "MessageIDTests.testIDsGrowWhateverTheClockDoes"),
        .init(
            "A notice about a message that was not sent lately is played back or forged.", notice, .action("ignored"),
            "BadMessageTests.testARefusalOfAnUnknownMessageIsIgnored"),
        .init(
            "The same holds for a notice of a wrong salt.", notice, .action("ignored"),
            "BadMessageTests.testABadSaltForAnUnknownMessageIsIgnored"),
        .init(
            "Salts come only from an answer to a question.", service + "#request-for-several-future-salts",
            .action("ignored"), "ServiceMessageTests.testFutureSaltsNobodyAskedForAreIgnored"),
        .init(
            "States of messages come only from an answer to a question.", about, .action("ignored"),
            "ServiceMessageTests.testStateInfoNobodyAskedForIsIgnored"),
        .init(
            "Every message with an odd number is acknowledged, and the container is not.",
            about + "#acknowledgment-of-receipt", .action("acknowledged in batches"),
            "ReceiveCheckTests.testTheContainerItselfIsNotAcknowledged"),
        .init(
            "A message that goes again under its id goes in a container.", about, .action("never alone"),
            "RecoveryTests.testAfterAReconnectTheSameMessageGoesInAContainer"),
        .init(
            "A message of 240 seconds is not sent again under its id.", ids, .action("a new id, or an unknown outcome"),
            "RecoveryTests.testAMessageOf240SecondsIsNotSentAgain"),
        .init(
            "What a new session of the server has not seen is lost; what must not run twice ends.",
            service + "#new-session-creation-notification", .action("a new id, or an unknown outcome"),
            "RecoveryTests.testANewSessionLosesWhatCameBefore"),
        .init(
            "That holds also for what waits to go out again.", service + "#new-session-creation-notification",
            .action("an unknown outcome"), "RecoveryTests.testANewSessionEndsWhatIsAboutToGoOutAgain"),
        .init(
            "A server that only refuses messages may have forgotten the session.", about,
            .action("what must not run twice waits"),
            "RecoveryTests.testWhatMustNotRunTwiceWaitsForMoreThanARefusal"),
        .init(
            "No update comes before the session in which it comes.", service + "#new-session-creation-notification",
            .action("the server announces it first"),
            "ServerSessionTests.testANewSessionIsAnnouncedBeforeAnythingElse"),
        .init(
            "A server works on 65,536 calls of a session at most.", about, .action("an error answers any more"),
            "ServerSessionTests.testRunningCallsAreBounded"),
        .init(
            "A server runs a call once, however often it comes.", about, .action("answered from memory"),
            "ServerSessionTests.testACallIsRunOnceAndAnsweredAgain"),
    ]
}
