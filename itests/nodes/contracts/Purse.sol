// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Forger} from "./Forger.sol";

/// A wallet that is a contract: it has tokens, and pays several times in one transaction.
contract Purse {
    function pay(IERC20 token, address to, uint256 units) public {
        token.transfer(to, units);
    }

    /// H09: two equal transfers in one transaction.
    function payTwice(IERC20 token, address to, uint256 units) external {
        pay(token, to, units);
        pay(token, to, units);
    }

    /// Somebody else's log comes before that of the token.
    function payAfterForgery(Forger forger, IERC20 token, address to, uint256 units) external {
        forger.forge(address(this), to, units);
        pay(token, to, units);
    }

    /// H06: the token moves and logs, and then all is undone.
    function payAndFail(IERC20 token, address to, uint256 units) external {
        pay(token, to, units);
        revert("changed my mind");
    }
}
