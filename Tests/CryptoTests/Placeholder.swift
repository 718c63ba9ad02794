import XCTest

final class PlaceholderCrypto: XCTestCase {}
