// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTProto

extension SecurityRule {
    private static let framing = "mtproto/mtproto-transports"
    private static let obfuscation = "mtproto/mtproto-transports#transport-obfuscation"
    private static let provoke = "TransportErrorTests.provoke"

    /// What holds for the frames of a connection.
    static let transport: [SecurityRule] = [
        .init(
            "A frame has room for an error code, four bytes, at least.", framing, .transport(.frameTooShort), provoke),
        .init(
            "A frame is no longer than 4.2 MiB, or what the connection allows, and 16 MiB in any case; nothing is "
                + "buffered for one that claims to be.", framing, .transport(.frameTooLong), provoke),
        .init(
            "The length of a frame without padding is a multiple of four.", framing, .transport(.frameMisaligned),
            provoke),
        .init(
            "Full frames are numbered from zero in each direction of each connection.", framing,
            .transport(.sequenceMismatch), provoke),
        .init(
            "The CRC-32 of a full frame covers its length, its number and its payload.", framing,
            .transport(.checksumMismatch), provoke),
        .init("Nobody asks an MTProto port for a web page.", framing, .transport(.httpRequest), provoke),
        .init("The first bytes of a connection choose its framing.", framing, .transport(.unknownTransport), provoke),
        .init(
            "Padding of up to 15 bytes behind an encrypted packet is cut off before the message key is checked.",
            framing, .action("cut off"), "PacketCipherTests.testATransportsPaddingIsCutOff"),
        .init(
            "The bit of quick acknowledgements is looked at before a length, even if none was asked for.",
            framing + "#quick-ack", .action("taken for a token"),
            "FrameDecoderTests.testQuickAckBitComesBeforeTheLengthEvenIfNeverAskedFor"),
        .init(
            "An error frame is authenticated by nobody: it ends an exchange or a connection, and no key dies of it.",
            framing + "#transport-errors", .action("the exchange ends, with the code"),
            "KeyExchangeTransportTests.testTransportErrorsOfTheServerReachTheClient"),
        .init(
            "Random headers of obfuscated connections begin like no other transport.", obfuscation,
            .action("another is drawn"), "ObfuscationVectorTests.testForbiddenHeadersAreDrawnAgain"),
        .init(
            "A proxy's secret is used in the way that its kind demands.", obfuscation, .transport(.secretRequired),
            provoke),
        .init(
            "After the handshake of a disguised connection only records of application data come.", obfuscation,
            .transport(.unexpectedRecord), provoke),
        .init("A record holds no more than TLS allows.", obfuscation, .transport(.recordTooLong), provoke),
        .init(
            "The change of the cipher is announced once, in a record that is always the same.", obfuscation,
            .transport(.changeCipherSpecMalformed), provoke),
        .init(
            "The answer of a disguised proxy has the form of a ServerHello.", obfuscation,
            .transport(.serverHelloMalformed), provoke),
        .init(
            "The digest in the answer proves that the proxy knows the secret; it is compared in constant time.",
            obfuscation, .transport(.serverDigestMismatch), provoke),
        .init(
            "Nothing is sent after the hello before the whole answer has come.", obfuscation, .action("held back"),
            "FakeTLSTests.testNothingIsReadyBeforeTheAnswerIsComplete"),
        .init(
            "The first record of a disguised client has the form of a ClientHello.", obfuscation,
            .transport(.clientHelloMalformed), provoke),
        .init(
            "The digest in the hello proves that the client knows a secret.", obfuscation,
            .transport(.clientDigestMismatch), provoke),
        .init(
            "The time in the hello is not far from now, so that hellos cannot be played back for long.", obfuscation,
            .transport(.clientClockSkew), provoke),
    ]

    private static let secrets = "ProxySecretTests.testEveryCheckOfASecretHasANegativeCase"
    private static let links = "ProxyLinkTests.testEveryCheckOfALinkHasANegativeCase"

    /// What holds for the secrets and links of proxies.
    static let proxies: [SecurityRule] = [
        .init("A proxy's secret is hexadecimal or base64.", obfuscation, .proxy(.secretEncoding), secrets),
        .init("A secret has 16 bytes, 17, or 18 to 199.", obfuscation, .proxy(.secretLength), secrets),
        .init(
            "A secret of more than 16 bytes begins with a byte that names its kind, and is complete.", obfuscation,
            .proxy(.secretKind), secrets),
        .init("The domain in a secret is ASCII.", obfuscation, .proxy(.secretDomain), secrets),
        .init("A link leads to an MTProto or SOCKS proxy.", obfuscation, .proxy(.notAProxyLink), links),
        .init("Percent-encoding in a link is whole and gives UTF-8.", obfuscation, .proxy(.percentEncoding), links),
        .init(
            "A link names a server, in 255 bytes at most, without control characters.", obfuscation, .proxy(.server),
            links),
        .init("A link's port is between 1 and 65535.", obfuscation, .proxy(.port), links),
        .init("A link to an MTProto proxy has a secret.", obfuscation, .proxy(.secretMissing), links),
        .init(
            "User name and password fit into 255 bytes each; no password comes alone.", obfuscation,
            .proxy(.credentials), links),
    ]
}
