policy: Tensor, reference: Tensor -> Tuple[Tensor, Tensor]
rewards = torch.mul(torch.reshape(torch.sub(policy, reference), [-1, 2]), $beta)
margin = torch.sub(torch.select(rewards, 1, 0), torch.select(rewards, 1, 1))
right = torch.softplus(torch.neg(margin))
wrong = torch.softplus(margin)
return (torch.add(torch.mul(right, $kept), torch.mul(wrong, $smoothing)), rewards)
