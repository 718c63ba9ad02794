// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTProto

extension SecurityRule {
    private static let exchange = "mtproto/auth_key"
    private static let guidelines = "mtproto/security_guidelines#diffie-hellman-key-exchange"
    private static let unencrypted = "mtproto/description#unencrypted-message"
    private static let envelope = "TamperingTests.envelope"
    private static let nonces = "TamperingTests.nonces"
    private static let challenge = "TamperingTests.challenge"
    private static let encrypted = "TamperingTests.encryptedParts"
    private static let groups = "TamperingTests.groups"
    private static let verdicts = "TamperingTests.verdicts"
    private static let inner = "TamperingTests.innerData"

    /// What a client checks while a key is made, and what both sides check.
    static let keyExchange: [SecurityRule] = [
        .init(
            "A transport error during the exchange ends it; the next begins with new nonces.", exchange,
            .keyExchange(.transportError), envelope),
        .init("An unencrypted message has a whole header.", unencrypted, .keyExchange(.messageTooShort), envelope),
        .init(
            "During the exchange nothing comes under a key, and afterwards nothing without one.", unencrypted,
            .keyExchange(.encryptedMessage), envelope),
        .init(
            "The length of an unencrypted message lies within its frame; what follows it is ignored.", unencrypted,
            .keyExchange(.lengthBeyondFrame), envelope),
        .init("That length is a positive multiple of four.", unencrypted, .keyExchange(.lengthMisaligned), envelope),
        .init(
            "The id of a server's message is odd.", "mtproto/description#message-identifier-msg-id",
            .keyExchange(.messageIDParity), envelope),
        .init("Each step has one message that may come.", exchange, .keyExchange(.unexpectedMessage), envelope),
        .init("That message is whole.", exchange, .keyExchange(.malformedMessage), envelope),
        .init("Every answer repeats the client's nonce.", exchange, .keyExchange(.nonceMismatch), nonces),
        .init("Every later message repeats the server's nonce.", exchange, .keyExchange(.serverNonceMismatch), nonces),
        .init("pq has eight bytes at most.", exchange, .keyExchange(.pqTooLong), challenge),
        .init("pq is not prime.", exchange, .keyExchange(.pqPrime), challenge),
        .init(
            "pq is the product of two different odd primes.", exchange, .keyExchange(.pqNotTwoPrimes), challenge),
        .init(
            "The server has one of the RSA keys that the client trusts; no other is ever used.", exchange,
            .keyExchange(.unknownFingerprints), challenge),
        .init(
            "A server of the content delivery network has one of the keys that are listed for it.", "cdn",
            .keyExchange(.unknownCDNFingerprints), challenge),
        .init(
            "Encrypted parts are whole blocks, as many as their objects can have.", exchange,
            .keyExchange(.cipherLength), encrypted),
        .init(
            "The SHA-1 in an encrypted part is that of its object.", exchange, .keyExchange(.innerHashMismatch),
            encrypted),
        .init(
            "An encrypted part holds the object that must come, and at most 15 bytes more.", exchange,
            .keyExchange(.innerMalformed), encrypted),
        .init(
            "That object repeats the client's nonce.", exchange, .keyExchange(.innerNonceMismatch), encrypted),
        .init(
            "That object repeats the server's nonce.", exchange, .keyExchange(.innerServerNonceMismatch), encrypted),
        .init("The prime has exactly 2,048 bits.", guidelines, .keyExchange(.dhPrimeSize), groups),
        .init("The modulus is prime.", guidelines, .keyExchange(.dhPrimeNotPrime), groups),
        .init("The prime is safe: half of it is prime, too.", guidelines, .keyExchange(.dhPrimeNotSafe), groups),
        .init("The generator is one of 2 to 7.", guidelines, .keyExchange(.dhGeneratorRange), groups),
        .init(
            "The generator makes a subgroup of prime order, by the rule for its value.", guidelines,
            .keyExchange(.dhGeneratorResidue), groups),
        .init(
            "Public values lie between 1 and the prime less 1.", guidelines, .keyExchange(.dhValueRange), groups),
        .init(
            "Public values keep 2^1984 away from both ends.", guidelines, .keyExchange(.dhValueNearBounds), groups),
        .init(
            "A server that refuses the parameters ends the exchange.", exchange, .keyExchange(.serverDHParamsFail),
            verdicts),
        .init(
            "A refusal proves by its hash that it is the server's.", exchange, .keyExchange(.refusalHashMismatch),
            verdicts),
        .init(
            "The last answer proves by its hash that the server has the same key; each verdict has a hash of its own.",
            exchange, .keyExchange(.newNonceHashMismatch), verdicts),
        .init(
            "A server may ask for another exponent, but not for ever.", exchange, .keyExchange(.tooManyRetries),
            verdicts),
        .init("A server that gives up ends the exchange.", exchange, .keyExchange(.dhGenFail), verdicts),
        .init(
            "Secret numbers come from a source that is random.", guidelines, .keyExchange(.randomSource), groups),
        .init(
            "The inner data goes out with RSA_PAD and names the data centre.", exchange,
            .action("no other form is sent"), "ClientFormTests.testTheClientNamesTheDataCenterUnderRSAPadAlone"),
        .init(
            "Keys have 256 bytes, also when they begin with zeros.", exchange, .action("zeros are kept"),
            "ExchangeVectorTests.testTheClientRepeatsEveryTranscript"),
        .init(
            "Exponents, nonces and temporary keys are forgotten at the end.", exchange, .action("wiped"),
            "KeyExchangeTests.testSecretsAreDroppedAtTheEnd"),
    ]

    /// What a server checks besides.
    static let keyExchangeServer: [SecurityRule] = [
        .init("The client's factors are those of pq.", exchange, .keyExchange(.factorsMismatch), challenge),
        .init("The client uses a key that was offered.", exchange, .keyExchange(.fingerprintNotOffered), challenge),
        .init("An RSA block has 256 bytes.", exchange, .keyExchange(.rsaBlockLength), inner),
        .init("An RSA block can be deciphered.", exchange, .keyExchange(.rsaBlockUndecipherable), inner),
        .init("The inner data repeats pq and its factors.", exchange, .keyExchange(.innerFactorsMismatch), inner),
        .init(
            "The client means this data centre, with test and media servers kept apart.", exchange,
            .keyExchange(.dataCenterMismatch), inner),
        .init("A temporary key lives for a day at most.", "api/pfs", .keyExchange(.expiryRange), inner),
        .init("A second attempt names the key of the first.", exchange, .keyExchange(.retryIDMismatch), encrypted),
    ]

    private static let pfs = "method/auth.bindTempAuthKey"
    private static let binding = "KeyBindingTests.testEveryCheckOfTheServer"

    /// What a server checks when a temporary key is bound, and what a client does about it.
    static let keyBinding: [SecurityRule] = [
        .init("The encrypted message has 104 bytes.", pfs, .keyBinding(.messageLength), binding),
        .init("The request names the permanent key.", pfs, .keyBinding(.permanentKeyMismatch), binding),
        .init("The encrypted message names it as well.", pfs, .keyBinding(.messagePermanentKeyMismatch), binding),
        .init(
            "The encrypted message was made with the permanent key and not altered.", pfs,
            .keyBinding(.messageKeyMismatch), binding),
        .init("It has the id of the request itself.", pfs, .keyBinding(.messageIDMismatch), binding),
        .init("Its sequence number is zero.", pfs, .keyBinding(.sequenceNumber), binding),
        .init("Its length is that of the one object it may hold.", pfs, .keyBinding(.objectLength), binding),
        .init("That object is `bind_auth_key_inner`.", pfs, .keyBinding(.unexpectedObject), binding),
        .init("The object repeats the nonce of the request.", pfs, .keyBinding(.nonceMismatch), binding),
        .init("The object names the permanent key.", pfs, .keyBinding(.objectPermanentKeyMismatch), binding),
        .init("The object names the key of this connection.", pfs, .keyBinding(.temporaryKeyMismatch), binding),
        .init("The object names the session of the request.", pfs, .keyBinding(.sessionMismatch), binding),
        .init("The object repeats the time of expiry.", pfs, .keyBinding(.expiryMismatch), binding),
        .init("That time is to come, and within a day.", pfs, .keyBinding(.expiryRange), binding),
        .init(
            "No call goes out before the key is bound; a binding that has to go again is built anew.", "api/pfs",
            .action("calls wait"), "ServiceMessageTests.testAKeyIsBoundBeforeAnyCallGoesOut"),
        .init(
            "The permanent key never stands in for a temporary one that is not bound.", "api/pfs",
            .action("calls wait on, or are handed over"), "ServiceMessageTests.testARefusedBindingNeverFallsBack"),
    ]
}
