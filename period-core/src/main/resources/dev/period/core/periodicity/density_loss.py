density: Tensor, logit: Tensor, target: Tensor, active: Tensor -> Tensor
h = torch.smooth_l1_loss(torch.mul(density, 10.), torch.mul(target, 10.))
a = torch.binary_cross_entropy_with_logits(logit, active)
total = torch.sum(target, [1])
s = torch.mean(torch.div(torch.abs(torch.sub(torch.sum(density, [1]), total)), torch.add(total, 2.)))
return torch.add(torch.add(h, torch.mul(a, 0.3)), s)
