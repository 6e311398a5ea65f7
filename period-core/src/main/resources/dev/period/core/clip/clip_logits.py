images: Tensor, texts: Tensor, w: List[Tensor] -> Tensor
return torch.mul(torch.matmul(images, torch.t(texts)), torch.exp(torch.to(w[0], 6)))
